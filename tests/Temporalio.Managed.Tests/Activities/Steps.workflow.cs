using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Activities;

/// <summary>Activities that can be watched and released by a test.</summary>
public sealed class WatchedActivities
{
    public TaskCompletionSource<ActivityExecutionContext> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<int> Attempts { get; } = new();

    public ActivityCancelReason? CancelReason { get; private set; }

    public int FailUntil { get; set; }

    [Activity]
    public async Task<string> WaitForCancelAsync()
    {
        var context = ActivityExecutionContext.Current;
        Started.TrySetResult(context);
        while (!context.CancellationToken.IsCancellationRequested)
        {
            context.Heartbeat("alive");
            await Task.Delay(20, CancellationToken.None);
        }
        CancelReason = context.CancelReason;
        context.CancellationToken.ThrowIfCancellationRequested();
        return "never";
    }

    [Activity]
    public async Task<string> WaitForReleaseAsync()
    {
        Started.TrySetResult(ActivityExecutionContext.Current);
        await Release.Task.WaitAsync(ActivityExecutionContext.Current.CancellationToken);
        return "released";
    }

    [Activity]
    public async Task<string> WaitForShutdownAsync()
    {
        var context = ActivityExecutionContext.Current;
        Started.TrySetResult(context);
        var shutdown = new TaskCompletionSource();
        using var registration = context.WorkerShutdownToken.Register(shutdown.SetResult);
        await shutdown.Task;
        return "went in peace";
    }

    [Activity]
    public int Count(int add)
    {
        var attempt = ActivityExecutionContext.Current.Info.Attempt;
        Attempts.Enqueue(attempt);
        return attempt > FailUntil ? attempt + add : throw new ApplicationFailureException($"attempt {attempt}", "Again");
    }

    [Activity]
    public async Task<int> ResumeAsync()
    {
        var context = ActivityExecutionContext.Current;
        if (context.Info.HeartbeatDetails.Count > 0)
        {
            return await context.Info.HeartbeatDetailAtAsync<int>(0);
        }
        context.Heartbeat(1);
        context.Heartbeat(2);
        throw new ApplicationFailureException("first attempt", "Again");
    }

    [Activity]
    public static void CompleteElsewhere() => throw new CompleteAsyncException();
}

/// <summary>Runs one activity of a test by name.</summary>
[Workflow]
public class StepWorkflow
{
    private readonly CancellationTokenSource _cancel = new();

    [WorkflowRun]
    public async Task<string> RunAsync(string activity, bool local, ActivityCancellationType cancellation, TimeSpan threshold)
    {
        var retry = new Temporalio.Common.RetryPolicy { InitialInterval = TimeSpan.FromMilliseconds(20), MaximumAttempts = 4 };
        object?[] args = string.Equals(activity, "Count", StringComparison.Ordinal) ? [100] : [];
        try
        {
            var result = local
                ? await Workflow.ExecuteLocalActivityAsync<System.Text.Json.JsonElement>(activity, args, new()
                {
                    StartToCloseTimeout = TimeSpan.FromMinutes(2),
                    CancellationType = cancellation,
                    RetryPolicy = retry,
                    LocalRetryThreshold = threshold,
                    CancellationToken = _cancel.Token,
                })
                : await Workflow.ExecuteActivityAsync<System.Text.Json.JsonElement>(activity, args, new()
                {
                    StartToCloseTimeout = TimeSpan.FromMinutes(2),
                    HeartbeatTimeout = TimeSpan.FromMinutes(1),
                    CancellationType = cancellation,
                    RetryPolicy = retry,
                    CancellationToken = _cancel.Token,
                });
            return result.ToString();
        }
        catch (Exception e) when (TemporalException.IsCanceledException(e))
        {
            return $"cancelled: {e.GetType().Name}";
        }
    }

    [WorkflowSignal]
    public Task CancelStepAsync()
    {
        _cancel.Cancel();
        return Task.CompletedTask;
    }
}
