namespace Temporalio.Client.Schedules;

/// <summary>A schedule in a list that starts a workflow.</summary>
/// <param name="Workflow">The workflow's type name.</param>
public record ScheduleListActionStartWorkflow(string Workflow) : ScheduleListAction;
