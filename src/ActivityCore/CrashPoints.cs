namespace ActivityCore;

/// <summary>
/// Named places where a test ends the process at once, as <c>kill -9</c> would: <c>ACTIVITY_CORE_CRASH_AT</c> names one of them, read once.
/// Without the variable a point costs one comparison.
/// </summary>
public static class CrashPoints
{
    public const string AfterEventStored = "after_event_stored";
    public const string AfterRunRow = "after_run_row";
    public const string AfterWorkflowStarted = "after_workflow_started";
    public const string AfterDecisionSaved = "after_decision_saved";
    public const string AfterPendingRow = "after_pending_row";
    public const string AfterSendBeforeRecord = "after_send_before_record";
    public const string AfterRecord = "after_record";
    public const string AfterInstructionStarted = "after_instruction_started";
    public const string AfterInstructionBeforeRecord = "after_instruction_before_record";
    public const string AfterInstructionRecorded = "after_instruction_recorded";

    private static readonly string? Armed = Environment.GetEnvironmentVariable("ACTIVITY_CORE_CRASH_AT");

    /// <summary>Every point, in the order in which a run without instructions passes them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [AfterEventStored, AfterRunRow, AfterWorkflowStarted, AfterDecisionSaved, AfterPendingRow, AfterSendBeforeRecord, AfterRecord];

    /// <summary>Those that only a run with instructions passes.</summary>
    public static IReadOnlyList<string> OfInstructions { get; } = [AfterInstructionStarted, AfterInstructionBeforeRecord, AfterInstructionRecorded];

    /// <summary>Ends the process here when this is the point named.</summary>
    public static void Reach(string point)
    {
        if (Armed is not null && string.Equals(Armed, point, StringComparison.Ordinal))
        {
            Environment.FailFast($"ACTIVITY_CORE_CRASH_AT={point}");
        }
    }
}
