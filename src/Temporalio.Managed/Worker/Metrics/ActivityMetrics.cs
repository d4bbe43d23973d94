using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Common;
using Temporalio.Runtime;
using Temporalio.Worker.ActivityTasks;

namespace Temporalio.Worker.Metrics;

/// <summary>What a worker tells of its activities, local ones by themselves. Thread-safe.</summary>
internal sealed class ActivityMetrics(MetricFactory make)
{
    private readonly MetricCounter<long> _noTask = make.Counter("activity_poll_no_task", "Polls that brought no activity.");
    private readonly MetricCounter<long> _received = make.Counter("activity_task_received", "Activities received.");
    private readonly MetricCounter<long> _failed = make.Counter("activity_execution_failed", "Attempts of activities that failed.");
    private readonly MetricHistogram<TimeSpan> _wait = make.Durations("activity_schedule_to_start_latency", "Time that activities wait for a worker.");
    private readonly MetricHistogram<TimeSpan> _execution = make.Durations("activity_execution_latency", "Time that attempts of activities take.");
    private readonly MetricHistogram<TimeSpan> _endToEnd =
        make.Durations("activity_succeed_endtoend_latency", "Time from an activity's first scheduling to its success.");

    private readonly MetricCounter<long> _localTotal = make.Counter("local_activity_total", "Attempts of local activities.");
    private readonly MetricCounter<long> _localCancelled = make.Counter("local_activity_execution_cancelled", "Local activities that ended cancelled.");
    private readonly MetricCounter<long> _localFailed = make.Counter("local_activity_execution_failed", "Attempts of local activities that failed.");
    private readonly MetricHistogram<TimeSpan> _localExecution =
        make.Durations("local_activity_execution_latency", "Time that attempts of local activities take.");

    private readonly MetricHistogram<TimeSpan> _localEndToEnd =
        make.Durations("local_activity_succeed_endtoend_latency", "Time from a local activity's first scheduling to its success.");

    public void NoTask() => _noTask.Add(1);

    public void Received(ActivityInfo info, bool eager)
    {
        _received.Add(1, [.. Of(info), new(SdkMetricNames.Eager, eager)]);
        if (info.StartedTime >= info.CurrentAttemptScheduledTime)
        {
            _wait.Record(info.StartedTime - info.CurrentAttemptScheduledTime, Of(info));
        }
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="info">The activity.</param>
    /// <param name="outcome">How it ended; null when it took too long.</param>
    /// <param name="took">How long the attempt took.</param>
    /// <param name="now">The time.</param>
    public void Ended(ActivityInfo info, ActivityOutcome? outcome, TimeSpan took, DateTimeOffset now)
    {
        var tags = Of(info);
        if (info.IsLocal)
        {
            _localTotal.Add(1, tags);
        }
        (info.IsLocal ? _localExecution : _execution).Record(took, tags);
        switch (outcome)
        {
            case ActivityOutcome.Completed:
                var age = now.UtcDateTime - info.ScheduledTime;
                (info.IsLocal ? _localEndToEnd : _endToEnd).Record(age > TimeSpan.Zero ? age : TimeSpan.Zero, tags);
                break;
            case ActivityOutcome.Cancelled when info.IsLocal:
                _localCancelled.Add(1, tags);
                break;
            case null:
            case ActivityOutcome.Failed { Failure.ApplicationFailureInfo: not { Category: ApplicationErrorCategory.Benign } }:
                (info.IsLocal ? _localFailed : _failed).Add(1, tags);
                break;
            default:
                break;
        }
    }

    private static KeyValuePair<string, object>[] Of(ActivityInfo info) =>
        [new(SdkMetricNames.ActivityType, info.ActivityType), new(SdkMetricNames.WorkflowType, info.WorkflowType ?? "")];
}
