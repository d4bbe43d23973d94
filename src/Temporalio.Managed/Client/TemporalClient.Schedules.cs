using System.Runtime.CompilerServices;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Client.Schedules;
using Temporalio.Exceptions;

namespace Temporalio.Client;

public partial class TemporalClient
{
    /// <inheritdoc />
    public Task<ScheduleHandle> CreateScheduleAsync(string scheduleId, Schedules.Schedule schedule, ScheduleOptions? options = null) =>
        OutboundInterceptor.CreateScheduleAsync(new(scheduleId, schedule, options));

    /// <inheritdoc />
    public ScheduleHandle GetScheduleHandle(string scheduleId) => new(this, scheduleId);

    /// <inheritdoc />
    public IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ScheduleListOptions? options = null) =>
        OutboundInterceptor.ListSchedulesAsync(new(options));

    internal sealed partial class Impl
    {
        public override async Task<ScheduleHandle> CreateScheduleAsync(CreateScheduleInput input)
        {
            var request = new CreateScheduleRequest
            {
                Namespace = Namespace,
                ScheduleId = input.Id,
                Schedule = await input.Schedule.ToProtoAsync(Client.Options.DataConverter).ConfigureAwait(false),
                InitialPatch = InitialPatch(input),
                Identity = Identity,
                RequestId = Guid.NewGuid().ToString(),
                Memo = await ToMemoAsync(input.Options?.Memo).ConfigureAwait(false),
                SearchAttributes = input.Options?.TypedSearchAttributes is { Count: > 0 } attributes ? attributes.ToProto() : null,
            };
            try
            {
                await Service.CreateScheduleAsync(request, DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
                return new ScheduleHandle(Client, input.Id);
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
            {
                throw new ScheduleAlreadyRunningException();
            }
        }

        public override IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ListSchedulesInput input) => ListSchedulePagesAsync(input);

        public override Task BackfillScheduleAsync(BackfillScheduleInput input) =>
            PatchAsync(
                input.Id, new SchedulePatch { BackfillRequest = { input.Backfills.Select(backfill => backfill.ToProto()) } }, input.RpcOptions);

        public override Task DeleteScheduleAsync(DeleteScheduleInput input) =>
            Service.DeleteScheduleAsync(
                new() { Namespace = Namespace, ScheduleId = input.Id, Identity = Identity }, DefaultRetryOptions(input.RpcOptions));

        public override async Task<ScheduleDescription> DescribeScheduleAsync(DescribeScheduleInput input)
        {
            var raw = await Service.DescribeScheduleAsync(
                new() { Namespace = Namespace, ScheduleId = input.Id }, DefaultRetryOptions(input.RpcOptions)).ConfigureAwait(false);
            var schedule = await Schedules.Schedule.FromProtoAsync(raw.Schedule, Client.Options.DataConverter).ConfigureAwait(false);
            return new ScheduleDescription(input.Id, schedule, raw, Client.Options.DataConverter);
        }

        public override Task PauseScheduleAsync(PauseScheduleInput input) =>
            PatchAsync(input.Id, new SchedulePatch { Pause = input.Note ?? "Paused via .NET SDK" }, input.RpcOptions);

        public override Task UnpauseScheduleAsync(UnpauseScheduleInput input) =>
            PatchAsync(input.Id, new SchedulePatch { Unpause = input.Note ?? "Unpaused via .NET SDK" }, input.RpcOptions);

        public override Task TriggerScheduleAsync(TriggerScheduleInput input)
        {
            var overlap = input.Options?.Overlap ?? ScheduleOverlapPolicy.Unspecified;
            return PatchAsync(input.Id, new SchedulePatch { TriggerImmediately = new() { OverlapPolicy = overlap } }, input.Options?.Rpc);
        }

        public override async Task UpdateScheduleAsync(UpdateScheduleInput input)
        {
            var description = await Client.OutboundInterceptor.DescribeScheduleAsync(new(input.Id, input.RpcOptions)).ConfigureAwait(false);
            if (await input.Updater(new(description)).ConfigureAwait(false) is not { } update)
                return;
            await Service.UpdateScheduleAsync(
                new()
                {
                    Namespace = Namespace,
                    ScheduleId = input.Id,
                    Schedule = await update.Schedule.ToProtoAsync(Client.Options.DataConverter).ConfigureAwait(false),
                    Identity = Identity,
                    RequestId = Guid.NewGuid().ToString(),
                    SearchAttributes = update.TypedSearchAttributes?.ToProto(),
                },
                DefaultRetryOptions(input.RpcOptions)).ConfigureAwait(false);
        }

        private static SchedulePatch? InitialPatch(CreateScheduleInput input)
        {
            if (input.Options is not { } options || (!options.TriggerImmediately && options.Backfills.Count == 0))
                return null;
            return new SchedulePatch
            {
                TriggerImmediately = options.TriggerImmediately ? new() { OverlapPolicy = input.Schedule.Policy.Overlap } : null,
                BackfillRequest = { options.Backfills.Select(backfill => backfill.ToProto()) },
            };
        }

        private Task PatchAsync(string id, SchedulePatch patch, RpcOptions? rpc) =>
            Service.PatchScheduleAsync(
                new() { Namespace = Namespace, ScheduleId = id, Patch = patch, Identity = Identity, RequestId = Guid.NewGuid().ToString() },
                DefaultRetryOptions(rpc));

        private async IAsyncEnumerable<ScheduleListDescription> ListSchedulePagesAsync(
            ListSchedulesInput input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            using var rpc = new EnumerationRpc(input.Options?.Rpc, cancellationToken);
            var request = new ListSchedulesRequest { Namespace = Namespace, Query = input.Options?.Query ?? string.Empty };
            do
            {
                var page = await Service.ListSchedulesAsync(request, rpc.Options).ConfigureAwait(false);
                foreach (var entry in page.Schedules)
                    yield return new ScheduleListDescription(entry, Client.Options.DataConverter);
                request.NextPageToken = page.NextPageToken;
            }
            while (!request.NextPageToken.IsEmpty);
        }
    }
}
