using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Tests.Production;

/// <summary>Router, workers and API apart, on PostgreSQL and on the official Temporal server: every task once, whatever ends meanwhile.</summary>
[Collection(nameof(ProductionServices))]
public sealed class ProductionTests(ProductionServices services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // An activity that was cut off is given out again when its heartbeat is a minute old.
    private static readonly TimeSpan PatienceAfterKill = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Roles_SampleEvents_EveryTaskIsMadeOnceAndCanBeExplained()
    {
        await using var receiver = await HoldingReceiver.StartAsync();
        await using var installation = await Installation.PrepareAsync(services, receiver);
        var started = await Task.WhenAll(
            installation.StartAsync("api"), installation.StartAsync("router"), installation.StartAsync("worker", "worker-1"), installation.StartAsync("worker", "worker-2"));
        var api = started[0].Address.ToString();

        var sent = await installation.RunAsync("events", "send", DevProcess.Samples, "--address", api, "-o", "json");
        Assert.True(sent.ExitCode == ExitCode.Ok, sent.Error);
        await installation.WaitForRunsAsync(6, Patience);
        var runs = await installation.RunAsync("runs", "list", "-o", "json");
        var tasks = await installation.RunAsync("tasks", "list", "-o", "json");
        var why = await installation.RunAsync("tasks", "why", tasks.Json[0].GetProperty("reference").GetString()!, "-o", "json");

        Assert.Equal(7, sent.Json.EnumerateArray().Count(line => line.GetProperty("result").GetString() is "accepted"));
        Assert.Equal(5, runs.Json.EnumerateArray().Count(run => run.GetProperty("state").GetString() is "completed"));
        Assert.Equal(10, tasks.Json.GetArrayLength());
        await CheckTasksAsync(installation, receiver, 10);
        Assert.All(receiver.Issues.Values, issue => Assert.Equal(1, issue.Requests));
        var reason = Assert.Single(why.Json.EnumerateArray());
        Assert.Equal("match", reason.GetProperty("rule").GetProperty("verdict").GetString());
        Assert.Equal(reason.GetProperty("payload").GetProperty("triggering_event_id").GetString(), reason.GetProperty("event").GetProperty("id").GetString());

        // The same events again: no new run, no new request.
        var again = await installation.RunAsync("events", "send", DevProcess.Samples, "--address", api, "-o", "json");
        Assert.All(again.Json.EnumerateArray(), line => Assert.Equal("duplicate", line.GetProperty("result").GetString()));

        // The router ends in order; what comes meanwhile waits for the next one.
        await StopAsync(started[1].Process);
        await SendAsync(installation, api, [Envelopes.DecisionResolved(Guid.NewGuid(), "DEC-0018")]);
        await installation.StartAsync("router");
        await installation.WaitForRunsAsync(7, Patience);
        await CheckTasksAsync(installation, receiver, 11);
        Assert.Equal(11, receiver.Requests);

        await Task.WhenAll(StopAsync(started[0].Process), StopAsync(started[2].Process), StopAsync(started[3].Process));
    }

    [Fact]
    public async Task Worker_KilledInABurst_EveryRunFinishesAndEveryKeyHasOneTask()
    {
        const int Events = 100;
        await using var receiver = await HoldingReceiver.StartAsync();
        receiver.HoldAfter(30);
        await using var installation = await Installation.PrepareAsync(services, receiver);
        var started = await Task.WhenAll(
            installation.StartAsync("api"), installation.StartAsync("router"), installation.StartAsync("worker", "worker-1"), installation.StartAsync("worker", "worker-2"));
        var workers = new Dictionary<string, DevProcess>(StringComparer.Ordinal) { ["worker-1"] = started[2].Process, ["worker-2"] = started[3].Process };

        await SendAsync(installation, started[0].Address.ToString(), Enumerable.Range(0, Events).Select(i => Envelopes.DecisionResolved(Guid.NewGuid(), $"DEC-{i:0000}")));
        var victim = await WaitUntilSomeAreHeldAsync(receiver);
        await workers[victim].KillAsync();
        receiver.Release();
        await installation.WaitForRunsAsync(Events, PatienceAfterKill);

        // The receiver had made those issues; the sender that died could not know, so they were asked for again.
        Assert.True(receiver.Requests > Events, "no request was repeated, so the worker did not die between sending and recording");
        await CheckTasksAsync(installation, receiver, Events);
    }

    private static async Task SendAsync(Installation installation, string api, IEnumerable<string> envelopes)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.File("events.jsonl"), envelopes);
        var sent = await installation.RunAsync("events", "send", folder.File("events.jsonl"), "--address", api, "-o", "json");
        Assert.True(sent.ExitCode == ExitCode.Ok, sent.Error);
        Assert.All(sent.Json.EnumerateArray(), line => Assert.Equal("accepted", line.GetProperty("result").GetString()));
    }

    /// <summary>The worker that waits for most answers, once it waits for some.</summary>
    private static async Task<string> WaitUntilSomeAreHeldAsync(HoldingReceiver receiver)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var most = receiver.Held.OrderByDescending(held => held.Value).FirstOrDefault();
            if (most.Value >= 3)
            {
                return most.Key;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>The audit has every task once, each with the reference of the one issue that the receiver has for its key.</summary>
    private static async Task CheckTasksAsync(Installation installation, HoldingReceiver receiver, int count)
    {
        var tasks = (await installation.Audit.ListTasksAsync(new TaskFilter(), new PageRequest(1000), CancellationToken.None)).Items;
        Assert.Equal(count, tasks.Count);
        Assert.All(tasks, task => Assert.Equal(TaskState.Created, task.State));
        Assert.Equal(
            tasks.Select(task => (task.Key, task.Reference!)).Order(),
            receiver.Issues.Select(issue => (issue.Key, issue.Value.Id)).Order());
    }

    private static async Task StopAsync(DevProcess process)
    {
        await process.TerminateAsync();
        Assert.True(await process.WaitForExitAsync() == ExitCode.Ok, process.Output);
    }
}
