namespace Temporalio.Exceptions;

/// <summary>A schedule with this id exists.</summary>
public class ScheduleAlreadyRunningException : FailureException
{
    public ScheduleAlreadyRunningException()
        : base("Schedule already running")
    {
    }
}
