namespace Temporalio.Client.Schedules;

/// <summary>What an action began.</summary>
public abstract record ScheduleActionExecution
{
    private protected ScheduleActionExecution()
    {
    }
}
