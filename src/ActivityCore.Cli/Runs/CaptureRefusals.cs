using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary>Why a run is no golden case, and what to do instead.</summary>
internal static class CaptureRefusals
{
    private const string ByHand = "Write the case by hand";

    /// <exception cref="CliException">What the case would be made of is not there, or not yet.</exception>
    public static void Check(RunDetail detail)
    {
        var run = detail.Run;
        if ((run.PayloadRemovedAt ?? detail.Event?.PayloadRemovedAt) is { } removed)
        {
            throw Refusal(run, $"its payload was removed by retention on {Moment.Show(removed)}", "Capture a younger run: `activity-core runs list` shows them.");
        }

        if (run.EventId is { } id && detail.Event is null)
        {
            throw Refusal(run, $"its event {id:D} is not in the store", "Capture another run: `activity-core runs list` shows them.");
        }

        switch (run)
        {
            case { State: RunState.Pending or RunState.Running }:
                throw Refusal(run, $"it is {Word.Of(run.State)} and not finished", $"Try again when `activity-core runs show {run.RunId}` says that it is completed.");
            case { State: RunState.Parked or RunState.Dropped }:
                throw Refusal(
                    run, $"it is {Word.Of(run.State)}: {run.Failure}",
                    $"{(run.State == RunState.Parked ? $"`activity-core parked release {run.RunId}` lets it go on. " : "")}Capture a run that stayed within the limits, or raise `limits` in the definition first.");
            case { Decision.FailRun: { } failure }:
                throw Refusal(
                    run, $"a rule or instruction came to an error: {failure}",
                    $"Mend the definition and start a run again. Or, where the error is right, {ByHand.ToLowerInvariant()}, with `expect: {{ error: TEXT }}`.");
            case { State: not RunState.NotMatched, Decision: null }:
                throw Refusal(run, $"it failed before anything was decided: {run.Failure}", "Mend the cause and start a run again.");
        }
    }

    /// <exception cref="CliException">A person has let the run go beyond its limits, and a case knows no such person.</exception>
    public static void CheckLimits(RunRecord run, Limits limits)
    {
        if (run.Decision is { } decision && (decision.Tasks.Count > limits.MaxTasksPerRun || decision.PlannedInstructions.Count() > limits.MaxInstructionsPerRun))
        {
            throw Refusal(run, "it asked for more than `limits` allows and was released by a person: a case of it would be parked", "Capture a run that stayed within the limits.");
        }
    }

    /// <summary>The case, made of what is stored, would not hold.</summary>
    public static CliException Differs(RunRecord run, string difference, bool isMasked) => Refusal(
        run, $"from what is stored it would be decided otherwise: {difference}",
        isMasked ? $"Secrets are masked there, and the outcome rests on them. {ByHand}, with values that are no secrets."
            : run is { Occurrence.Kind: OccurrenceKind.Manual, EventId: not null } ? $"It was asked for by hand on an event, and a case has the time and the triggers of the event instead. {ByHand}."
            : $"This version of the program decides otherwise than the one that ran it, or the definition looks at what no case can say, such as a request's id. {ByHand}.");

    private static CliException Refusal(RunRecord run, string reason, string advice) =>
        new(ExitCode.Error, $"The run {run.RunId} cannot be captured: {reason.TrimEnd('.')}.", advice);
}
