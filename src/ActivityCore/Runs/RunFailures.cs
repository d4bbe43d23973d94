using ActivityCore.Context;
using ActivityCore.Evidence;
using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Temporalio.Exceptions;

namespace ActivityCore.Runs;

/// <summary>The one place where a broken world is translated for Temporal.</summary>
internal static class RunFailures
{
    /// <summary>
    /// The failure that goes into the history. Inner exceptions and the messages of drivers stay in the logs: they may name hosts, users and values.
    /// </summary>
    public static ApplicationFailureException Translate(Exception exception) => exception switch
    {
        TasksOpenException { Outcome: var outcome } open => new(
            open.Message, RunFailureTypes.TasksOpen, nonRetryable: !outcome.Retryable, nextRetryDelay: Bounded(outcome.RetryAfter)),
        ContextUnavailableException context => new(
            context.Message, RunFailureTypes.ContextUnavailable, nonRetryable: !context.Retryable, nextRetryDelay: Bounded(context.RetryAfter)),
        EvidenceOpenException { Outcome: var outcome } open => new(
            open.Message, RunFailureTypes.EvidenceOpen, nextRetryDelay: Bounded(outcome.RetryAfter)),
        InstructionOpenException open => new(open.Message, RunFailureTypes.InstructionOpen, nextRetryDelay: Bounded(open.RetryAfter)),
        SinkConfigurationException sink => new(sink.Message, RunFailureTypes.SinkNotConfigured),
        RunNotFoundException or RunUnusableException => new(exception.Message, RunFailureTypes.RunNotFound, nonRetryable: true),
        _ => new($"{exception.GetType().Name}; the worker's log has more.", RunFailureTypes.Unavailable),
    };

    // A receiver may ask for less than a second or for a year; neither is taken at its word.
    private static TimeSpan? Bounded(TimeSpan? asked) =>
        asked is { } delay ? TimeSpan.FromSeconds(Math.Clamp(delay.TotalSeconds, 1, 3_600)) : null;
}
