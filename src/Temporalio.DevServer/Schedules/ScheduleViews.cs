using System.Buffers.Binary;
using Google.Protobuf;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Schedules;

/// <summary>Schedules as descriptions and lists show them.</summary>
internal static class ScheduleViews
{
    public static DescribeScheduleResponse Describe(ScheduleWork work, NamespaceEntry ns)
    {
        var record = work.Record;
        SpecRules.FillRanges(work.Schedule.Spec);
        if (work.Schedule.Action.StartWorkflow is { SearchAttributes: not null } action)
            action.SearchAttributes = SearchAttributeRules.WithTypes(ns, action.SearchAttributes);
        var info = new ScheduleInfo
        {
            ActionCount = record.ActionCount,
            MissedCatchupWindow = record.MissedCatchupWindow,
            OverlapSkipped = record.OverlapSkipped,
            BufferDropped = record.BufferDropped,
            BufferSize = record.Buffered.Count,
            CreateTime = Times.ToTimestamp(record.CreateTime),
            UpdateTime = Times.ToTimestampOrNull(record.UpdateTime),
        };
        info.RecentActions.AddRange(record.RecentActions);
        info.RunningWorkflows.AddRange(record.Running);
        info.FutureActionTimes.AddRange(Future(work, ScheduleLimits.FutureActions));
        return new DescribeScheduleResponse
        {
            Schedule = work.Schedule,
            Info = info,
            Memo = record.Memo,
            SearchAttributes = SearchAttributeRules.WithTypes(ns, record.SearchAttributes),
            ConflictToken = Token(record.ConflictToken),
        };
    }

    public static ScheduleListEntry List(ScheduleWork work, NamespaceEntry ns)
    {
        var record = work.Record;
        var spec = work.Schedule.Spec;
        SpecRules.FillRanges(spec);
        Shorten(spec.StructuredCalendar);
        Shorten(spec.ExcludeStructuredCalendar);
        Shorten(spec.Interval);
        var info = new ScheduleListInfo
        {
            Spec = spec,
            WorkflowType = work.Schedule.Action.StartWorkflow?.WorkflowType,
            Notes = work.Schedule.State.Notes,
            Paused = work.Schedule.State.Paused,
        };
        info.RecentActions.AddRange(record.RecentActions.TakeLast(ScheduleLimits.ListedActions));
        info.FutureActionTimes.AddRange(Future(work, ScheduleLimits.ListedActions));
        return new ScheduleListEntry
        {
            ScheduleId = record.ScheduleId,
            Memo = record.Memo,
            SearchAttributes = SearchAttributeRules.WithTypes(ns, record.SearchAttributes),
            Info = info,
        };
    }

    /// <summary>A conflict token on the wire.</summary>
    public static ByteString Token(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>0, which fits any schedule, when a caller has none.</summary>
    public static long Token(ByteString bytes) => bytes.Length < 8 ? 0 : BinaryPrimitives.ReadInt64BigEndian(bytes.Span);

    private static IEnumerable<Google.Protobuf.WellKnownTypes.Timestamp> Future(ScheduleWork work, int most)
    {
        var state = work.Schedule.State;
        if (state.LimitedActions)
            most = (int)Math.Clamp(state.RemainingActions, 0, most);
        var at = work.CanAct ? work.Record.LastProcessed : Math.Max(work.Record.LastProcessed, work.Now);
        while (most > 0 && work.Spec.Next(at) is { } next)
        {
            at = next.Actual;
            if (at < work.Record.UpdateTime)
                continue;
            most--;
            yield return Times.ToTimestamp(at);
        }
    }

    private static void Shorten<T>(Google.Protobuf.Collections.RepeatedField<T> list)
    {
        while (list.Count > ScheduleLimits.ListedSpecs)
            list.RemoveAt(list.Count - 1);
    }
}
