using Google.Protobuf;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Schedules;
using Temporalio.DevServer.Timing;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Api;

/// <summary>Schedules: making, describing, changing, listing.</summary>
internal sealed class ScheduleApi(RunEngine engine, Scheduler scheduler, ScheduleList list)
{
    private const int MaxPageSize = 1000;

    public async Task<CreateScheduleResponse> Create(CreateScheduleRequest request, CallContext call)
    {
        var ns = engine.Namespaces.Get(request.Namespace);
        Checks.Id(request.ScheduleId, "ScheduleId");
        Checks.Id(request.RequestId, "RequestId");
        Checks.Blob(request.Memo?.CalculateSize() ?? 0, "Memo");
        var schedule = ScheduleRequests.Read(ns, request.Schedule);
        if (request.InitialPatch is { } patch)
            ScheduleRequests.Check(patch);
        var record = new ScheduleRecord
        {
            ScheduleId = request.ScheduleId,
            Schedule = schedule,
            Memo = request.Memo,
            SearchAttributes = ScheduleRequests.Attributes(ns, request.SearchAttributes),
            CreateRequestId = request.RequestId,
        };
        await scheduler.CreateAsync(
            ns, record, Compile(ns, schedule.Spec, request.ScheduleId),
            request.InitialPatch is { } initial ? work => ScheduleChanges.Patch(work, initial) : null).ConfigureAwait(false);
        return new CreateScheduleResponse { ConflictToken = ScheduleViews.Token(1) };
    }

    public async Task<DescribeScheduleResponse> Describe(DescribeScheduleRequest request, CallContext call)
    {
        var entry = Require(request.Namespace, request.ScheduleId);
        var response = ScheduleViews.Describe(entry.Begin(engine.Time.NowTicks()), entry.Namespace);
        // What has just ended may not be noted yet.
        foreach (var execution in response.Info.RunningWorkflows.ToList())
        {
            if (!await scheduler.IsRunningAsync(entry, execution).ConfigureAwait(false))
                response.Info.RunningWorkflows.Remove(execution);
        }

        return response;
    }

    public async Task<UpdateScheduleResponse> Update(UpdateScheduleRequest request, CallContext call)
    {
        var entry = Require(request.Namespace, request.ScheduleId);
        Checks.Length(request.RequestId, "RequestId");
        Checks.Blob(request.Memo?.CalculateSize() ?? 0, "Memo");
        var schedule = ScheduleRequests.Read(entry.Namespace, request.Schedule);
        var attributes = ScheduleRequests.Attributes(entry.Namespace, request.SearchAttributes);
        var spec = Compile(entry.Namespace, schedule.Spec, request.ScheduleId);
        var token = ScheduleViews.Token(request.ConflictToken);
        await ChangeAsync(entry, request.RequestId, work =>
        {
            if (token != 0 && token != work.Record.ConflictToken)
                throw Refusals.FailedPrecondition("mismatched conflict token: the schedule has changed since it was described");
            ScheduleChanges.Update(work, schedule, spec, attributes, request.Memo);
        }).ConfigureAwait(false);
        return new UpdateScheduleResponse();
    }

    public async Task<PatchScheduleResponse> Patch(PatchScheduleRequest request, CallContext call)
    {
        var entry = Require(request.Namespace, request.ScheduleId);
        Checks.Length(request.RequestId, "RequestId");
        var patch = request.Patch ?? throw Refusals.Invalid("Patch is not set on request.");
        ScheduleRequests.Check(patch);
        await ChangeAsync(entry, request.RequestId, work => ScheduleChanges.Patch(work, patch)).ConfigureAwait(false);
        return new PatchScheduleResponse();
    }

    public async Task<DeleteScheduleResponse> Delete(DeleteScheduleRequest request, CallContext call)
    {
        await scheduler.DeleteAsync(Require(request.Namespace, request.ScheduleId)).ConfigureAwait(false);
        return new DeleteScheduleResponse();
    }

    public Task<ListScheduleMatchingTimesResponse> ListMatchingTimes(ListScheduleMatchingTimesRequest request, CallContext call)
    {
        var entry = Require(request.Namespace, request.ScheduleId);
        if (request.StartTime is null || request.EndTime is null)
            throw Refusals.Invalid("StartTime and EndTime must be set on request.");
        var at = Times.FromTimestamp(request.StartTime);
        var end = Times.FromTimestamp(request.EndTime);
        var response = new ListScheduleMatchingTimesResponse();
        while (response.StartTime.Count < ScheduleLimits.MatchingTimes && entry.Spec.Next(at) is { } next && next.Actual <= end)
        {
            at = next.Actual;
            response.StartTime.Add(Times.ToTimestamp(at));
        }

        return Task.FromResult(response);
    }

    public Task<ListSchedulesResponse> List(ListSchedulesRequest request, CallContext call)
    {
        var ns = engine.Namespaces.Get(request.Namespace);
        var query = QueryParser.Parse(QueryTarget.Schedules, ns, request.Query);
        var size = request.MaximumPageSize is > 0 and <= MaxPageSize ? request.MaximumPageSize : MaxPageSize;
        var (keys, next) = list.List(ns, query, size, Read(request.NextPageToken));
        var now = engine.Time.NowTicks();
        var response = new ListSchedulesResponse
        {
            NextPageToken = next is { } key ? ByteString.CopyFromUtf8($"{key}") : ByteString.Empty,
        };
        response.Schedules.AddRange(keys.Select(scheduler.FindByKey).OfType<ScheduleEntry>().Select(e => ScheduleViews.List(e.Begin(now), ns)));
        return Task.FromResult(response);
    }

    public Task<CountSchedulesResponse> Count(CountSchedulesRequest request, CallContext call)
    {
        var ns = engine.Namespaces.Get(request.Namespace);
        return Task.FromResult(new CountSchedulesResponse
        {
            Count = list.Count(ns, QueryParser.Parse(QueryTarget.Schedules, ns, request.Query)),
        });
    }

    /// <summary>Whether a filter over workflows means the workflows that schedules are on the official service.</summary>
    public static bool MeansSchedules(string query) =>
        query.Contains("TemporalNamespaceDivision", StringComparison.Ordinal) && query.Contains("TemporalScheduler", StringComparison.Ordinal);

    /// <summary>Counts schedules by such a filter.</summary>
    public long CountAsWorkflows(NamespaceEntry ns, string query) => list.Count(ns, QueryParser.Parse(QueryTarget.SchedulerWorkflows, ns, query));

    private static CompiledSpec Compile(NamespaceEntry ns, ScheduleSpec spec, string scheduleId) => new(spec, Scheduler.Seed(ns, scheduleId));

    private static long? Read(ByteString token)
    {
        if (token.IsEmpty)
            return null;
        return long.TryParse(token.ToStringUtf8(), out var key) ? key : throw Refusals.InvalidPageToken();
    }

    private ScheduleEntry Require(string ns, string scheduleId)
    {
        var entry = engine.Namespaces.Get(ns);
        Checks.Id(scheduleId, "ScheduleId");
        return scheduler.Find(entry, scheduleId) ?? throw Refusals.ScheduleNotFound(scheduleId);
    }

    /// <summary>A caller repeats a change whose answer it did not get.</summary>
    private Task ChangeAsync(ScheduleEntry entry, string requestId, Action<ScheduleWork> change) => scheduler.ChangeAsync(entry, work =>
    {
        var known = work.Record.RequestIds;
        if (requestId.Length > 0 && known.Contains(requestId))
            return false;
        change(work);
        if (requestId.Length > 0)
            known.Add(requestId);
        while (known.Count > ScheduleLimits.KnownRequests)
            known.RemoveAt(0);
        return true;
    });
}
