using ActivityCore.Events;
using ActivityCore.Routing.Schedules;
using ActivityCore.Runs;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;
using Temporalio.Client;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>A tick that came due while the service was down is made up for, by the clock of the machine: it takes a minute.</summary>
public abstract class ScheduleCatchUpTests
{
    private const string Rule = """
          - id: r
            when: occurrence.kind == 'schedule'
            emit:
              - { title: "Look at {{ now }}", target_repo: demo }
        """;

    /// <summary>Starts the service on a file; gives HOST:PORT and what ends it.</summary>
    protected abstract Task<(string Target, IAsyncDisposable Service)> StartServiceAsync(string file);

    [Fact]
    public async Task Tick_WhileServiceAndRouterAreDown_IsMadeUpForWhenTheyAreBack()
    {
        var folder = Directory.CreateTempSubdirectory("catch-up-").FullName;
        try
        {
            var id = Guid.NewGuid();
            var sink = new ScriptedSink();
            await using (var before = await StartAsync(folder, sink, ActivityCoreRoles.Router))
            {
                await before.Engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Rule, "cron: \"* * * * *\"\ncatch_up: 30m", id: id)));
                Assert.Equal(0, (await before.Engine.Get<ScheduleSync>().SyncAsync(before.Engine.Catalog)).Failures);
                await UntilItCountsAsync(before.Engine);
            }

            var stopped = TimeProvider.System.GetUtcNow();
            var missed = new DateTimeOffset(stopped.Ticks - (stopped.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
            await Task.Delay(missed - stopped + TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            await using var after = await StartAsync(folder, sink, ActivityCoreRoles.Worker);
            await after.Engine.StartAsync();

            var run = await WaitForAsync(after.Engine, RunId.Create(id, Occurrence.OfSchedule(id, missed)));
            Assert.Equal(missed, run.Occurrence.NominalTime);
            Assert.All(sink.Sent.Values, count => Assert.Equal(1, count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<RunRecord> WaitForAsync(Engine engine, string runId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (await engine.Runs.FindAsync(runId) is null)
            await Task.Delay(50, limit.Token);

        return await engine.WaitForAsync(runId, RunState.Completed);
    }

    // The official service counts from the first workflow task of the schedule's own workflow, and lists the next times before that. A
    // description is that workflow's answer to a query: it comes behind the task.
    private static async Task UntilItCountsAsync(Engine engine)
    {
        var client = engine.Get<ITemporalClient>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await foreach (var schedule in client.ListSchedulesAsync())
            {
                if ((await client.GetScheduleHandle(schedule.Id).DescribeAsync()).Info.NextActionTimes.Count > 0)
                    return;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<Both> StartAsync(string folder, ScriptedSink sink, ActivityCoreRoles roles)
    {
        var (target, service) = await StartServiceAsync(Path.Combine(folder, "temporal.db"));
        var client = await TemporalClient.ConnectAsync(new(target) { Identity = "tests" });
        await TemporalResources.ApplyAsync(client);
        var settings = new ActivityCoreSettings { Temporal = new TemporalSettings { TaskQueue = "catch-up" } };
        return new(service, await Engine.CreateAsync(client, folder, settings, sink, roles));
    }

    private sealed record Both(IAsyncDisposable Service, Engine Engine) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Engine.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}
