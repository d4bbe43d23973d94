using System.Runtime.CompilerServices;
using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

public partial class TemporalClient
{
    internal sealed partial class Impl
    {
        public override async Task SignalWorkflowAsync(SignalWorkflowInput input)
        {
            var request = new SignalWorkflowExecutionRequest
            {
                Namespace = Namespace,
                WorkflowExecution = Execution(input.Id, input.RunId),
                SignalName = input.Signal,
                Input = await ToPayloadsOrNullAsync(input.Args).ConfigureAwait(false),
                Identity = Identity,
                RequestId = Guid.NewGuid().ToString(),
                Header = await ToHeaderAsync(input.Headers).ConfigureAwait(false),
            };
            await Service.SignalWorkflowExecutionAsync(request, DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
        }

        public override async Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input)
        {
            var request = new QueryWorkflowRequest
            {
                Namespace = Namespace,
                Execution = Execution(input.Id, input.RunId),
                Query = new()
                {
                    QueryType = input.Query,
                    QueryArgs = await ToPayloadsOrNullAsync(input.Args).ConfigureAwait(false),
                    Header = await ToHeaderAsync(input.Headers).ConfigureAwait(false),
                },
                QueryRejectCondition = input.Options?.RejectCondition ?? Client.Options.QueryRejectCondition ?? QueryRejectCondition.None,
            };
            QueryWorkflowResponse response;
            try
            {
                response = await Service.QueryWorkflowAsync(request, DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
            }
            catch (RpcException e) when (
                e.GrpcStatus.Value is { Details: [var detail] } && detail.Is(QueryFailedFailure.Descriptor))
            {
                throw new WorkflowQueryFailedException(e.Message);
            }

            if (response.QueryRejected is { } rejected)
                throw new WorkflowQueryRejectedException(rejected.Status);
            if (typeof(TResult) == typeof(ValueTuple))
                return default!;
            if (response.QueryResult is not { } result)
                throw new InvalidOperationException("No result present");
            return await Client.Options.DataConverter.ToSingleValueAsync<TResult>(result.Payloads_).ConfigureAwait(false);
        }

        public override async Task<WorkflowExecutionDescription> DescribeWorkflowAsync(DescribeWorkflowInput input)
        {
            var response = await Service.DescribeWorkflowExecutionAsync(
                new() { Namespace = Namespace, Execution = Execution(input.Id, input.RunId) },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
            return new WorkflowExecutionDescription(response, Client.Options.DataConverter);
        }

        public override async Task CancelWorkflowAsync(CancelWorkflowInput input) =>
            await Service.RequestCancelWorkflowExecutionAsync(
                new()
                {
                    Namespace = Namespace,
                    WorkflowExecution = Execution(input.Id, input.RunId),
                    FirstExecutionRunId = input.FirstExecutionRunId ?? string.Empty,
                    Identity = Identity,
                    RequestId = Guid.NewGuid().ToString(),
                },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);

        public override async Task TerminateWorkflowAsync(TerminateWorkflowInput input) =>
            await Service.TerminateWorkflowExecutionAsync(
                new()
                {
                    Namespace = Namespace,
                    WorkflowExecution = Execution(input.Id, input.RunId),
                    Reason = input.Reason ?? string.Empty,
                    FirstExecutionRunId = input.FirstExecutionRunId ?? string.Empty,
                    Identity = Identity,
                    Details = await ToPayloadsOrNullAsync(input.Options?.Details).ConfigureAwait(false),
                },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);

        public override async Task<WorkflowHistoryEventPage> FetchWorkflowHistoryEventPageAsync(FetchWorkflowHistoryEventPageInput input)
        {
            var request = new GetWorkflowExecutionHistoryRequest
            {
                Namespace = Namespace,
                Execution = Execution(input.Id, input.RunId),
                MaximumPageSize = input.PageSize ?? 0,
                NextPageToken = ByteString.CopyFrom(input.NextPageToken ?? []),
                WaitNewEvent = input.WaitNewEvent,
                HistoryEventFilterType = input.EventFilterType,
            };
            while (true)
            {
                var response = await Service.GetWorkflowExecutionHistoryAsync(request, DefaultRetryOptions(input.Rpc)).ConfigureAwait(false);
                if (response.RawHistory.Count > 0)
                    throw new InvalidOperationException("Unexpected raw history returned");

                // An empty page with a token is a long poll that ran out: ask on.
                if (response.History is { Events.Count: > 0 } || response.NextPageToken.IsEmpty)
                {
                    return new WorkflowHistoryEventPage(
                        [.. response.History?.Events ?? []], response.NextPageToken.IsEmpty ? null : response.NextPageToken.ToByteArray());
                }

                request.NextPageToken = response.NextPageToken;
            }
        }

        public override IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(ListWorkflowsInput input) => ListAsync(input);

        public override async Task<WorkflowListPage> ListWorkflowsPaginatedAsync(ListWorkflowsPaginatedInput input)
        {
            var response = await Service.ListWorkflowExecutionsAsync(
                new()
                {
                    Namespace = Namespace,
                    Query = input.Query,
                    PageSize = input.Options?.PageSize ?? 0,
                    NextPageToken = ByteString.CopyFrom(input.NextPageToken ?? []),
                },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
            return new WorkflowListPage(
                [.. response.Executions.Select(info => new WorkflowExecution(info, Client.Options.DataConverter))],
                response.NextPageToken.IsEmpty ? null : response.NextPageToken.ToByteArray());
        }

        public override async Task<WorkflowExecutionCount> CountWorkflowsAsync(CountWorkflowsInput input) =>
            new(await Service.CountWorkflowExecutionsAsync(
                new() { Namespace = Namespace, Query = input.Query }, DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false));

        private async IAsyncEnumerable<WorkflowExecution> ListAsync(
            ListWorkflowsInput input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var left = input.Options?.Limit ?? 0;
            ArgumentOutOfRangeException.ThrowIfNegative(left, nameof(input));
            var unlimited = left == 0;
            using var rpc = new EnumerationRpc(input.Options?.Rpc, cancellationToken);
            var options = new WorkflowListPaginatedOptions { Rpc = rpc.Options };
            byte[]? token = null;
            do
            {
                var page = await Client.ListWorkflowsPaginatedAsync(input.Query, token, options).ConfigureAwait(false);
                foreach (var execution in page.Workflows)
                {
                    yield return execution;
                    if (!unlimited && --left == 0)
                        yield break;
                }

                token = page.NextPageToken;
            }
            while (token is not null);
        }

        private static Api.Common.V1.WorkflowExecution Execution(string id, string? runId) =>
            new() { WorkflowId = id, RunId = runId ?? string.Empty };
    }
}
