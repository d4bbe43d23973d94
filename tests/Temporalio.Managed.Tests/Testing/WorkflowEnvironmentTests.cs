using System.Diagnostics;
using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Common;
using Temporalio.Managed.Tests.Worker;
using Temporalio.Testing;
using Temporalio.Worker;

namespace Temporalio.Managed.Tests.Testing;

public sealed class WorkflowEnvironmentTests
{
    /// <summary>Far below any time that is skipped here, far above what a slow machine needs.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task TimeSkipping_WorkflowWithALongTimer_EndsInAMoment()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        var begin = await env.GetCurrentTimeAsync();
        var watch = Stopwatch.StartNew();

        var slept = await RunAsync(env, options => options.AddWorkflow<TimerWorkflow>(), (client, id, queue) =>
            client.ExecuteWorkflowAsync((TimerWorkflow wf) => wf.RunAsync(TimeSpan.FromDays(30)), new(id, queue)));

        Assert.True(slept);
        Assert.True(env.SupportsTimeSkipping);
        Assert.InRange(await env.GetCurrentTimeAsync() - begin, TimeSpan.FromDays(30), TimeSpan.FromDays(30) + Soon);
        Assert.True(watch.Elapsed < Soon, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task TimeSkipping_WhileAnActivityRuns_TimeIsReal()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hold = ActivityDefinition.Create("Greet", typeof(Task<string>), [typeof(string)], 1, _ => HoldAsync());
        var begin = await env.GetCurrentTimeAsync();

        await RunAsync(env, options => options.AddActivity(hold).AddWorkflow<OneActivityWorkflow>().AddWorkflow<TimerWorkflow>(), async (client, id, queue) =>
        {
            var busy = await client.StartWorkflowAsync((OneActivityWorkflow wf) => wf.RunAsync("x"), new(id, queue));
            await running.Task.WaitAsync(Soon);
            var sleeping = await client.StartWorkflowAsync((TimerWorkflow wf) => wf.RunAsync(TimeSpan.FromDays(1)), new($"{id}-timer", queue));
            var timer = sleeping.GetResultAsync<bool>();
            // The timer has been set, and still the day does not pass.
            await ClientEventuallyAsync(async () => (await sleeping.FetchHistoryAsync()).Events.Any(e => e.EventType == EventType.TimerStarted));
            Assert.InRange(await env.GetCurrentTimeAsync() - begin, TimeSpan.Zero, Soon);
            Assert.False(timer.IsCompleted);
            release.SetResult();
            Assert.Equal("held", await busy.GetResultAsync<string>());
            return await timer;
        });

        Assert.True(await env.GetCurrentTimeAsync() - begin >= TimeSpan.FromDays(1));

        async Task<string> HoldAsync()
        {
            running.SetResult();
            await release.Task.WaitAsync(Soon);
            return "held";
        }
    }

    [Fact]
    public async Task TimeSkipping_Schedule_TicksThroughTheSkippedTime()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();

        await RunAsync(env, options => options.AddWorkflow<TimerWorkflow>().AddWorkflow<GreetingWorkflow>(), async (client, id, queue) =>
        {
            var handle = await client.CreateScheduleAsync(id, new(
                ScheduleActionStartWorkflow.Create((GreetingWorkflow wf) => wf.RunAsync("x"), new($"{id}-by-schedule", queue)),
                new() { Intervals = [new(TimeSpan.FromHours(6))] }));
            await client.ExecuteWorkflowAsync((TimerWorkflow wf) => wf.RunAsync(TimeSpan.FromDays(2)), new($"{id}-timer", queue));
            var info = (await handle.DescribeAsync()).Info;
            // It goes on until the client takes the clock back, so that it may have come further than the timer.
            Assert.True(info.NumActions >= 7, $"Only {info.NumActions} actions.");
            Assert.Equal((0, 0), (info.NumActionsMissedCatchupWindow, info.NumActionsSkippedOverlap));
            return true;
        });
    }

    [Fact]
    public async Task Delay_SkipsByItselfAndHoldsTheClockAfterwards()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        var begin = await env.GetCurrentTimeAsync();

        await env.DelayAsync(TimeSpan.FromDays(400));
        await env.DelayAsync(1000);

        Assert.InRange(await env.GetCurrentTimeAsync() - begin, TimeSpan.FromDays(400), TimeSpan.FromDays(400) + Soon);
    }

    [Fact]
    public async Task WithAutoTimeSkippingDisabled_WaitingForAResult_LeavesTheClockAlone()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        var begin = await env.GetCurrentTimeAsync();

        await RunAsync(env, options => options.AddWorkflow<TimerWorkflow>(), (client, id, queue) => env.WithAutoTimeSkippingDisabledAsync(async () =>
        {
            var handle = await client.StartWorkflowAsync((TimerWorkflow wf) => wf.RunAsync(TimeSpan.FromDays(30)), new(id, queue));
            var result = handle.GetResultAsync<bool>();
            await ClientEventuallyAsync(async () => (await handle.FetchHistoryAsync()).Events.Any(e => e.EventType == EventType.TimerStarted));
            Assert.InRange(await env.GetCurrentTimeAsync() - begin, TimeSpan.Zero, Soon);
            Assert.False(result.IsCompleted);
            await handle.TerminateAsync();
            await Assert.ThrowsAsync<Temporalio.Exceptions.WorkflowFailedException>(() => result);
            return true;
        }));
    }

    [Fact]
    public async Task StartLocal_WithAttributesAndNamespace_HasThem()
    {
        var key = SearchAttributeKey.CreateKeyword("EnvironmentTest");
        await using var env = await WorkflowEnvironment.StartLocalAsync(new() { Namespace = "own", SearchAttributes = [key] });

        await RunAsync(env, options => options.AddWorkflow<GreetingWorkflow>(), async (client, id, queue) =>
        {
            var options = new WorkflowOptions(id, queue) { TypedSearchAttributes = new SearchAttributeCollection.Builder().Set(key, "x").ToSearchAttributeCollection() };
            Assert.Equal("Hello, Ada!", await client.ExecuteWorkflowAsync((GreetingWorkflow wf) => wf.RunAsync("Ada"), options));
            Assert.Equal(1, (await client.CountWorkflowsAsync("EnvironmentTest = 'x'")).Count);
            return true;
        });
        Assert.Equal("own", env.Client.Options.Namespace);
        Assert.False(env.SupportsTimeSkipping);
    }

    private static Task ClientEventuallyAsync(Func<Task<bool>> condition) => Client.ClientTests.EventuallyAsync(condition);

    private static async Task<T> RunAsync<T>(WorkflowEnvironment env, Action<TemporalWorkerOptions> configure, Func<ITemporalClient, string, string, Task<T>> body)
    {
        var queue = $"tq-{Guid.NewGuid()}";
        var options = new TemporalWorkerOptions(queue);
        configure(options);
        using var worker = new TemporalWorker(env.Client, options);
        return await worker.ExecuteAsync(() => body(env.Client, $"wf-{Guid.NewGuid()}", queue)).WaitAsync(TimeSpan.FromMinutes(4));
    }
}
