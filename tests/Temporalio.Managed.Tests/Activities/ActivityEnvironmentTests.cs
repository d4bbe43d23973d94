using Temporalio.Activities;
using Temporalio.Testing;

namespace Temporalio.Managed.Tests.Activities;

public class ActivityEnvironmentTests
{
    [Fact]
    public async Task Run_GivesContext_AndHeartbeats()
    {
        var beats = new List<object?>();
        var environment = new ActivityEnvironment { Heartbeater = details => beats.AddRange(details) };

        var type = await environment.RunAsync(() =>
        {
            ActivityExecutionContext.Current.Heartbeat(1, "two");
            return ActivityExecutionContext.Current.Info.ActivityType;
        });

        Assert.Equal("unknown", type);
        Assert.Equal([1, "two"], beats);
        Assert.False(ActivityExecutionContext.HasCurrent);
    }

    [Fact]
    public async Task Cancel_TellsWhy()
    {
        var environment = new ActivityEnvironment();
        var reason = environment.RunAsync(async () =>
        {
            var context = ActivityExecutionContext.Current;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, context.CancellationToken));
            return (context.CancelReason, context.CancellationDetails!.IsTimedOut);
        });
        environment.Cancel(ActivityCancelReason.Timeout);
        environment.Cancel(ActivityCancelReason.CancelRequested);

        Assert.Equal((ActivityCancelReason.Timeout, true), await reason.WaitAsync(TimeSpan.FromMinutes(1)));
    }
}
