using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Schedules;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Api;

/// <summary>Reads and checks the schedule of a request.</summary>
internal static class ScheduleRequests
{
    /// <summary>What is appended to the workflow id of every action.</summary>
    private const string Suffix = "-2009-11-10T23:00:00Z";

    /// <summary>The schedule in the form in which it is kept.</summary>
    public static Schedule Read(NamespaceEntry ns, Schedule? schedule)
    {
        schedule = ScheduleChanges.Fill(schedule?.Clone() ?? new Schedule());
        try
        {
            schedule.Spec = SpecRules.Canonical(schedule.Spec);
        }
        catch (SpecException e)
        {
            throw Refusals.Invalid($"Invalid schedule spec: {e.Message}");
        }

        Notes(schedule.State.Notes);
        if (schedule.State.RemainingActions < 0)
            throw Refusals.Invalid("RemainingActions is negative.");
        if (schedule.Action.StartWorkflow is { } start)
            Check(ns, start);
        return schedule;
    }

    public static SearchAttributes? Attributes(NamespaceEntry ns, SearchAttributes? attributes)
    {
        if (SearchAttributeRules.Check(ns, attributes, allowReserved: false) is { } bad)
            throw Refusals.Invalid(bad);
        return SearchAttributeRules.WithTypes(ns, attributes);
    }

    public static void Check(SchedulePatch patch)
    {
        Notes(patch.Pause);
        Notes(patch.Unpause);
        Checks.Blob(patch.CalculateSize(), "Patch");
        foreach (var range in patch.BackfillRequest)
        {
            if (range.StartTime is null || range.EndTime is null)
                throw Refusals.Invalid("BackfillRequest needs both StartTime and EndTime.");
        }
    }

    private static void Check(NamespaceEntry ns, NewWorkflowExecutionInfo start)
    {
        Checks.Length(start.WorkflowId + Suffix, "WorkflowId");
        Checks.Id(start.WorkflowType?.Name ?? "", "WorkflowType");
        Checks.QueueName(start.TaskQueue);
        _ = Checks.Timeout(start.WorkflowExecutionTimeout, "WorkflowExecutionTimeoutSeconds");
        _ = Checks.Timeout(start.WorkflowRunTimeout, "WorkflowRunTimeoutSeconds");
        _ = Checks.Timeout(start.WorkflowTaskTimeout, "WorkflowTaskTimeoutSeconds");
        if (start.CronSchedule.Length > 0)
            throw Refusals.Invalid("Scheduled workflow must not contain CronSchedule");
        if (start.WorkflowIdReusePolicy is not (WorkflowIdReusePolicy.Unspecified or WorkflowIdReusePolicy.AllowDuplicate))
            throw Refusals.Invalid("Scheduled workflow must not contain WorkflowIDReusePolicy");
        if (RetryPolicies.Check(start.RetryPolicy) is { } badRetry)
            throw Refusals.Invalid(badRetry);
        _ = Attributes(ns, start.SearchAttributes);
        Checks.Blob((start.Input?.CalculateSize() ?? 0) + (start.Memo?.CalculateSize() ?? 0), "Input");
    }

    private static void Notes(string notes)
    {
        if (notes.Length > ScheduleLimits.MaxNotes)
            throw Refusals.Invalid("Schedule notes exceeds size limit.");
    }
}
