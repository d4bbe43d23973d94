using Google.Protobuf;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

public partial class TemporalClient
{
    /// <inheritdoc />
    public AsyncActivityHandle GetAsyncActivityHandle(byte[] taskToken) =>
        new(this, new AsyncActivityHandle.TaskTokenReference(taskToken));

    /// <inheritdoc />
    public AsyncActivityHandle GetAsyncActivityHandle(string workflowId, string runId, string activityId) =>
        new(this, new AsyncActivityHandle.IdReference(workflowId, runId, activityId));

    internal sealed partial class Impl
    {
        public override async Task HeartbeatAsyncActivityAsync(HeartbeatAsyncActivityInput input)
        {
            var details = await ToPayloadsOrNullAsync(input.Options?.Details).ConfigureAwait(false);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            var cancelRequested = input.Activity switch
            {
                AsyncActivityHandle.IdReference id => (await Service.RecordActivityTaskHeartbeatByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        Identity = Identity,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Details = details,
                    },
                    rpc).ConfigureAwait(false)).CancelRequested,
                AsyncActivityHandle.TaskTokenReference token => (await Service.RecordActivityTaskHeartbeatAsync(
                    new() { Namespace = Namespace, Identity = Identity, TaskToken = ByteString.CopyFrom(token.TaskToken), Details = details },
                    rpc).ConfigureAwait(false)).CancelRequested,
                _ => throw UnknownReference(input.Activity),
            };
            if (cancelRequested)
                throw new AsyncActivityCanceledException();
        }

        public override async Task CompleteAsyncActivityAsync(CompleteAsyncActivityInput input)
        {
            var result = new Api.Common.V1.Payloads
            {
                Payloads_ = { await Client.Options.DataConverter.ToPayloadAsync(input.Result).ConfigureAwait(false) },
            };
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            await (input.Activity switch
            {
                AsyncActivityHandle.IdReference id => (Task)Service.RespondActivityTaskCompletedByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        Identity = Identity,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Result = result,
                    },
                    rpc),
                AsyncActivityHandle.TaskTokenReference token => Service.RespondActivityTaskCompletedAsync(
                    new() { Namespace = Namespace, Identity = Identity, TaskToken = ByteString.CopyFrom(token.TaskToken), Result = result },
                    rpc),
                _ => throw UnknownReference(input.Activity),
            }).ConfigureAwait(false);
        }

        public override async Task FailAsyncActivityAsync(FailAsyncActivityInput input)
        {
            var failure = await Client.Options.DataConverter.ToFailureAsync(input.Exception).ConfigureAwait(false);
            var details = await ToPayloadsOrNullAsync(input.Options?.LastHeartbeatDetails).ConfigureAwait(false);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            await (input.Activity switch
            {
                AsyncActivityHandle.IdReference id => (Task)Service.RespondActivityTaskFailedByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        Identity = Identity,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Failure = failure,
                        LastHeartbeatDetails = details,
                    },
                    rpc),
                AsyncActivityHandle.TaskTokenReference token => Service.RespondActivityTaskFailedAsync(
                    new()
                    {
                        Namespace = Namespace,
                        Identity = Identity,
                        TaskToken = ByteString.CopyFrom(token.TaskToken),
                        Failure = failure,
                        LastHeartbeatDetails = details,
                    },
                    rpc),
                _ => throw UnknownReference(input.Activity),
            }).ConfigureAwait(false);
        }

        public override async Task ReportCancellationAsyncActivityAsync(ReportCancellationAsyncActivityInput input)
        {
            var details = await ToPayloadsOrNullAsync(input.Options?.Details).ConfigureAwait(false);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            await (input.Activity switch
            {
                AsyncActivityHandle.IdReference id => (Task)Service.RespondActivityTaskCanceledByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        Identity = Identity,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Details = details,
                    },
                    rpc),
                AsyncActivityHandle.TaskTokenReference token => Service.RespondActivityTaskCanceledAsync(
                    new() { Namespace = Namespace, Identity = Identity, TaskToken = ByteString.CopyFrom(token.TaskToken), Details = details },
                    rpc),
                _ => throw UnknownReference(input.Activity),
            }).ConfigureAwait(false);
        }

        private async Task<Api.Common.V1.Payloads?> ToPayloadsOrNullAsync(IReadOnlyCollection<object?>? values) =>
            values is not { Count: > 0 }
                ? null
                : new Api.Common.V1.Payloads
                {
                    Payloads_ = { await Client.Options.DataConverter.ToPayloadsAsync(values).ConfigureAwait(false) },
                };

        private static ArgumentException UnknownReference(AsyncActivityHandle.Reference activity) =>
            new($"An activity cannot be named by a {activity.GetType()}.", nameof(activity));
    }
}
