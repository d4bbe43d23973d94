using System.Diagnostics.Metrics;
using ActivityCore.Routing;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Telemetry;

/// <summary>
/// What this process does, counted. The names are listed in docs/telemetry.md. Nothing that an event or a definition brings is a tag: their number
/// has no bound. Thread-safe.
/// </summary>
public static class EngineMetrics
{
    /// <summary>The meter's name, for whoever collects.</summary>
    public const string MeterName = "ActivityCore";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>("activity_core.events.received", "{event}", "Events that came in.");
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("activity_core.runs", "{run}", "Runs that came into a state.");
    private static readonly Counter<long> Tasks = Meter.CreateCounter<long>("activity_core.tasks", "{task}", "Tasks that came into a state.");
    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("activity_core.dead_letters", "{letter}", "Dead letters written.");
    private static readonly Histogram<double> Sink = Meter.CreateHistogram<double>("activity_core.sink.duration", "s", "Time that a sink takes for one task.");

    /// <param name="intake">Who brought it; what follows a colon is left out.</param>
    /// <param name="result">What became of it.</param>
    internal static void EventReceived(string intake, IntakeResult result) => Events.Add(
        1,
        new("intake", intake.Split(':')[0]),
        new("outcome", result switch
        {
            IntakeResult.Accepted => "accepted",
            IntakeResult.Duplicate { HasOtherContent: true } => "conflict",
            IntakeResult.Duplicate => "duplicate",
            _ => "refused",
        }));

    internal static void RunIs(RunState state) => Runs.Add(1, new KeyValuePair<string, object?>("state", EnumText<RunState>.Of(state)));

    internal static void TaskIs(TaskState state, string sink) => Tasks.Add(1, new("state", EnumText<TaskState>.Of(state)), new("sink", sink));

    internal static void DeadLetterWritten(DeadLetterKind kind) =>
        DeadLetters.Add(1, new KeyValuePair<string, object?>("kind", EnumText<DeadLetterKind>.Of(kind)));

    internal static void Sent(string sink, SinkResult result, TimeSpan took) => Sink.Record(
        took.TotalSeconds,
        new("sink", sink),
        new("outcome", result switch
        {
            SinkResult.Created => "created",
            SinkResult.Rejected => "rejected",
            _ => "retry",
        }));
}
