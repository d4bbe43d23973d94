using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
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
        public override async Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(StartWorkflowInput input)
        {
            var request = await CreateStartRequestAsync(input).ConfigureAwait(false);
            try
            {
                if (input.Options.StartSignal is { } signal)
                {
                    var signalRequest = await WithSignalAsync(request, signal, input.Options).ConfigureAwait(false);
                    var signaled = await Service.SignalWithStartWorkflowExecutionAsync(
                        signalRequest, DefaultRetryOptions(input.Options.Rpc)).ConfigureAwait(false);

                    // No first run id: the signal may have gone to a run that an earlier start began.
                    return new(Client, request.WorkflowId, ResultRunId: signaled.RunId);
                }

                var response = await StartAsync(request, input.Options).ConfigureAwait(false);
                return new(Client, request.WorkflowId, ResultRunId: response.RunId, FirstExecutionRunId: response.RunId);
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
            {
                if (e.GrpcStatus.Value is { Details: [var detail] } && detail.TryUnpack(out WorkflowExecutionAlreadyStartedFailure failure))
                    throw new WorkflowAlreadyStartedException(e.Message, request.WorkflowId, input.Workflow, failure.RunId);
                throw;
            }
        }

        private async Task<StartWorkflowExecutionResponse> StartAsync(StartWorkflowExecutionRequest request, WorkflowOptions options)
        {
            var rpc = DefaultRetryOptions(options.Rpc);
            if (!options.RequestEagerStart || Client.Connection is not TemporalConnection connection || !connection.Capabilities.EagerWorkflowStart)
                return await Service.StartWorkflowExecutionAsync(request, rpc).ConfigureAwait(false);

            var slot = connection.EagerStarts.TryReserve(request.Namespace, request.TaskQueue.Name);
            try
            {
                request.RequestEagerExecution = slot is not null;
                var response = await Service.StartWorkflowExecutionAsync(request, rpc).ConfigureAwait(false);
                if (slot is not null && response.EagerWorkflowTask is { } task)
                {
                    slot.Accept(task);
                    slot = null;
                }

                return response;
            }
            finally
            {
                slot?.Dispose();
            }
        }

        private async Task<StartWorkflowExecutionRequest> CreateStartRequestAsync(StartWorkflowInput input)
        {
            var options = input.Options;
            if (options.StartSignal is null && options.StartSignalArgs is not null)
                throw new ArgumentException("Cannot have start signal args without start signal", nameof(input));
            var converter = Client.Options.DataConverter;
            var request = new StartWorkflowExecutionRequest
            {
                Namespace = Namespace,
                WorkflowId = options.Id ?? throw new ArgumentException("ID required to start workflow", nameof(input)),
                WorkflowType = new() { Name = input.Workflow },
                TaskQueue = new() { Name = options.TaskQueue ?? throw new ArgumentException("Task queue required to start workflow", nameof(input)) },
                Input = await ToPayloadsOrNullAsync(input.Args).ConfigureAwait(false),
                WorkflowExecutionTimeout = ToDuration(options.ExecutionTimeout),
                WorkflowRunTimeout = ToDuration(options.RunTimeout),
                WorkflowTaskTimeout = ToDuration(options.TaskTimeout),
                Identity = Identity,
                RequestId = Guid.NewGuid().ToString(),
                WorkflowIdReusePolicy = options.IdReusePolicy,
                WorkflowIdConflictPolicy = options.IdConflictPolicy,
                RetryPolicy = options.RetryPolicy?.ToProto(),
                CronSchedule = options.CronSchedule ?? string.Empty,
                Memo = await ToMemoAsync(options.Memo).ConfigureAwait(false),
                SearchAttributes = options.TypedSearchAttributes is { Count: > 0 } attributes ? attributes.ToProto() : null,
                Header = await ToHeaderAsync(input.Headers).ConfigureAwait(false),
                WorkflowStartDelay = ToDuration(options.StartDelay),
                UserMetadata = await converter.ToUserMetadataAsync(options.StaticSummary, options.StaticDetails).ConfigureAwait(false),
                Priority = options.Priority?.ToProto(),
            };
            return request;
        }

        private async Task<SignalWithStartWorkflowExecutionRequest> WithSignalAsync(
            StartWorkflowExecutionRequest start, string signal, WorkflowOptions options)
        {
            if (options.RequestEagerStart)
                throw new ArgumentException("Cannot request eager start with a start signal", nameof(options));
            return new SignalWithStartWorkflowExecutionRequest
            {
                Namespace = start.Namespace,
                WorkflowId = start.WorkflowId,
                WorkflowType = start.WorkflowType,
                TaskQueue = start.TaskQueue,
                Input = start.Input,
                WorkflowExecutionTimeout = start.WorkflowExecutionTimeout,
                WorkflowRunTimeout = start.WorkflowRunTimeout,
                WorkflowTaskTimeout = start.WorkflowTaskTimeout,
                Identity = start.Identity,
                RequestId = start.RequestId,
                WorkflowIdReusePolicy = start.WorkflowIdReusePolicy,
                WorkflowIdConflictPolicy = start.WorkflowIdConflictPolicy,
                SignalName = signal,
                SignalInput = await ToPayloadsOrNullAsync(options.StartSignalArgs).ConfigureAwait(false),
                RetryPolicy = start.RetryPolicy,
                CronSchedule = start.CronSchedule,
                Memo = start.Memo,
                SearchAttributes = start.SearchAttributes,
                Header = start.Header,
                WorkflowStartDelay = start.WorkflowStartDelay,
                UserMetadata = start.UserMetadata,
                Priority = start.Priority,
            };
        }

        private async Task<Memo?> ToMemoAsync(IReadOnlyDictionary<string, object>? values)
        {
            if (values is not { Count: > 0 })
                return null;
            var memo = new Memo();
            foreach (var (name, value) in values)
            {
                if (value is null)
                    throw new ArgumentException($"Memo value for {name} is null", nameof(values));
                memo.Fields.Add(name, await Client.Options.DataConverter.ToPayloadAsync(value).ConfigureAwait(false));
            }

            return memo;
        }

        // Interceptors hand in converted payloads; encoding them is the client's part.
        private async Task<Header?> ToHeaderAsync(IDictionary<string, Payload>? headers)
        {
            if (headers is not { Count: > 0 })
                return null;
            var header = new Header();
            foreach (var (name, payload) in headers)
            {
                header.Fields.Add(name, Client.Options.DataConverter.PayloadCodec is { } codec
                    ? await codec.EncodeSingleAsync(payload).ConfigureAwait(false)
                    : payload);
            }

            return header;
        }

        private static Duration? ToDuration(TimeSpan? time) => time is { } value ? Duration.FromTimeSpan(value) : null;
    }
}
