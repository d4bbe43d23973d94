using ActivityCore.Definitions;
using ActivityCore.Routing.Schedules;
using ActivityCore.Runs;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>Schedules follow the definitions, on a Temporal service, whichever it is. The tests share one: each has a task queue, and so an installation, of its own.</summary>
public abstract class ScheduleSyncTests
{
    private readonly string _taskQueue = $"schedules-{Guid.NewGuid():N}";

    private readonly Guid _id = Guid.NewGuid();

    /// <summary>HOST:PORT of the service under test, with the search attributes registered.</summary>
    protected abstract Task<string> TargetAsync();

    [Fact]
    public async Task SyncAsync_NewTrigger_CarriesTimesZoneOverlapCatchUpAndThePinnedVersion()
    {
        await using var engine = await CreateAsync(Cron("30 6 * * 1-5", "timezone: Europe/Berlin\noverlap: buffer_one\ncatch_up: 2h"));
        var definition = Assert.Single(engine.Catalog.Definitions);

        var change = Assert.Single(await SyncAsync(engine));

        Assert.Equal((ScheduleChangeKind.Create, $"act-{_id}-cron-1", "alpha"), (change.Kind, change.ScheduleId, change.Definition));
        var found = await DescribeAsync(engine);
        Assert.Equal(("Europe/Berlin", false), (found.Schedule.Spec.TimeZoneName, found.Schedule.State.Paused));
        Assert.Equal((ScheduleOverlapPolicy.BufferOne, TimeSpan.FromHours(2)), (found.Schedule.Policy.Overlap, found.Schedule.Policy.CatchupWindow));
        Assert.All(found.Info.NextActionTimes, time => Assert.Equal("06:30", TimeZoneInfo.ConvertTimeFromUtc(time, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ToString("HH:mm", null)));
        Assert.NotNull(await engine.Get<IDefinitionVersions>().FindAsync(definition.Id, definition.Hash));
        Assert.Equal(definition.Hash, (await InputAsync(found)).DefinitionHash);
        Assert.Empty(await PlanAsync(engine));
    }

    [Theory]
    [InlineData("*/15 * * * *", "")]
    [InlineData("0 2 * * sun", "timezone: Europe/Berlin")]
    [InlineData("45 1 1-7 jan,jul *", "timezone: Australia/Lord_Howe")]
    [InlineData("0 0 * * 7", "timezone: America/New_York\noverlap: allow_all")]
    [InlineData("3,17 */5 */2 2-11/3 *", "overlap: buffer_all")]
    public async Task SyncAsync_AnyTrigger_IsInStepAfterwards(string cron, string more)
    {
        await using var engine = await CreateAsync(Cron(cron, more));
        await SyncAsync(engine);

        Assert.Empty(await PlanAsync(engine));
    }

    [Fact]
    public async Task SyncAsync_EditedDefinition_UpdatesInPlace()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(engine);

        await engine.DefineAsync(("a.yaml", Cron("0 7 * * *")));
        var change = Assert.Single(await SyncAsync(engine));

        Assert.Equal((ScheduleChangeKind.Update, "It differs from a.yaml in: times, action."), (change.Kind, change.Why));
        var found = await DescribeAsync(engine);
        Assert.Equal(engine.Catalog.Definitions[0].Hash, (await InputAsync(found)).DefinitionHash);
        Assert.All(found.Info.NextActionTimes, time => Assert.Equal(7, time.Hour));
        Assert.Empty(await PlanAsync(engine));
    }

    [Fact]
    public async Task SyncAsync_OnlyTheRulesEdited_PinsTheNewVersion()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(engine);

        await engine.DefineAsync(("a.yaml", Cron("0 6 * * *", rules: Rule("another"))));
        var change = Assert.Single(await SyncAsync(engine));

        Assert.Equal((ScheduleChangeKind.Update, "It differs from a.yaml in: definition's version."), (change.Kind, change.Why));
        Assert.Equal(engine.Catalog.Definitions[0].Hash, (await InputAsync(await DescribeAsync(engine))).DefinitionHash);
    }

    [Fact]
    public async Task SyncAsync_Disabled_PausesAndEnabledAgainResumes()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(engine);

        await engine.DefineAsync(("a.yaml", Cron("0 6 * * *", top: "enabled: false")));
        await SyncAsync(engine);
        var paused = (await DescribeAsync(engine)).Schedule.State;
        var whilePaused = await PlanAsync(engine);
        await engine.DefineAsync(("a.yaml", Cron("0 6 * * *")));
        await SyncAsync(engine);

        Assert.Equal((true, "Paused by activity-core: the definition is disabled in a.yaml"), (paused.Paused, paused.Note));
        Assert.Empty(whilePaused);
        Assert.False((await DescribeAsync(engine)).Schedule.State.Paused);
    }

    [Fact]
    public async Task SyncAsync_NeverEnabled_MakesNoSchedule()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *", top: "enabled: false"));

        Assert.Empty(await SyncAsync(engine));

        await Assert.ThrowsAsync<RpcException>(() => DescribeAsync(engine));
    }

    [Fact]
    public async Task SyncAsync_FileOrTriggerRemoved_DeletesWhatIsOursAndNothingElse()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *\n- cron: \"0 7 * * *\""));
        await engine.DefineAsync(("b.yaml", Engine.Yaml("beta", Rule("r"), "cron: \"0 8 * * *\"", id: Guid.NewGuid())));
        await SyncAsync(engine);
        var beta = ScheduleId.Create(engine.Catalog.Find("beta")!.Id, 1);
        var others = await OthersAsync(engine);
        await UntilListedAsync(engine, [ScheduleId.Create(_id, 1), ScheduleId.Create(_id, 2), beta, .. others]);

        File.Delete(Path.Combine(engine.Folder, "definitions", "b.yaml"));
        await engine.DefineAsync(("a.yaml", Cron("0 6 * * *")));
        var changes = await SyncAsync(engine);

        Assert.Equal(
            [(ScheduleChangeKind.Delete, ScheduleId.Create(_id, 2), "The definition has no such cron trigger any more."), (ScheduleChangeKind.Delete, beta, "No file has the definition any more.")],
            changes.Where(change => change.Kind == ScheduleChangeKind.Delete).Select(change => (change.Kind, change.ScheduleId, change.Why)).OrderBy(change => change.Item3.Length).Reverse());
        await Assert.ThrowsAsync<RpcException>(() => Client(engine).GetScheduleHandle(beta).DescribeAsync());
        foreach (var id in others.Append(ScheduleId.Create(_id, 1)))
            Assert.Equal(id, (await Client(engine).GetScheduleHandle(id).DescribeAsync()).Id);
    }

    [Fact]
    public async Task SyncAsync_BrokenFileAfterARestart_KeepsEverySchedule()
    {
        await using var first = await CreateAsync(Cron("0 6 * * *"));
        await first.DefineAsync(("b.yaml", Engine.Yaml("beta", Rule("r"), "cron: \"0 8 * * *\"", id: Guid.NewGuid())));
        await SyncAsync(first);
        var beta = ScheduleId.Create(first.Catalog.Find("beta")!.Id, 1);
        await UntilListedAsync(first, [beta]);
        await File.WriteAllTextAsync(Path.Combine(first.Folder, "definitions", "b.yaml"), "id: [");
        await first.ReloadAsync();

        // The last good version is known to the first process, and to no later one.
        var unbroken = await PlanAsync(first);
        await using var second = await CreateAsync(folder: first.Folder);
        var kept = Assert.Single(await SyncAsync(second));

        Assert.Empty(unbroken);
        Assert.Equal((ScheduleChangeKind.Keep, beta), (kept.Kind, kept.ScheduleId));
        Assert.Equal("No file has its trigger, but b.yaml cannot be read: nothing is deleted until it can.", kept.Why);
        Assert.Equal(beta, (await Client(second).GetScheduleHandle(beta).DescribeAsync()).Id);
    }

    [Fact]
    public async Task SyncAsync_EditedByHand_IsMended()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(engine);
        await Handle(engine).UpdateAsync(input => new ScheduleUpdate(input.Description.Schedule with
        {
            Spec = new() { CronExpressions = ["0 5 * * *"] },
            Policy = new() { Overlap = ScheduleOverlapPolicy.AllowAll, CatchupWindow = TimeSpan.FromDays(3) },
        }));

        var change = Assert.Single(await SyncAsync(engine));

        Assert.Equal((ScheduleChangeKind.Update, "It differs from a.yaml in: times, overlap, catch_up."), (change.Kind, change.Why));
        Assert.All((await DescribeAsync(engine)).Info.NextActionTimes, time => Assert.Equal(6, time.Hour));
        Assert.Empty(await PlanAsync(engine));
    }

    [Fact]
    public async Task SyncAsync_DeletedByHand_IsMadeAgain()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(engine);
        await Handle(engine).DeleteAsync();

        Assert.Equal(ScheduleChangeKind.Create, Assert.Single(await SyncAsync(engine)).Kind);

        Assert.Empty(await PlanAsync(engine));
    }

    [Fact]
    public async Task SyncAsync_PausedByHand_StaysPausedThroughAnEditAndIsSaid()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(engine);
        await Handle(engine).PauseAsync("incident 12");

        var held = Assert.Single(await SyncAsync(engine));
        await engine.DefineAsync(("a.yaml", Cron("0 7 * * *")));
        await SyncAsync(engine);
        var state = (await DescribeAsync(engine)).Schedule.State;
        await Handle(engine).UnpauseAsync();

        Assert.Equal(ScheduleChangeKind.Held, held.Kind);
        Assert.StartsWith("A person has paused it (incident 12): ", held.Why, StringComparison.Ordinal);
        Assert.Equal((true, "incident 12"), (state.Paused, state.Note));
        Assert.Empty(await PlanAsync(engine));
    }

    [Fact]
    public async Task SyncAsync_OurIdTakenBySomebodyElse_IsLeftAloneAndSaid()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));
        var id = ScheduleId.Create(_id, 1);
        await MakeAsync(engine, id, memo: null);

        var change = Assert.Single(await SyncAsync(engine));

        Assert.Equal(ScheduleChangeKind.Foreign, change.Kind);
        Assert.Equal("Nobody", Assert.IsType<ScheduleActionStartWorkflow>((await DescribeAsync(engine)).Schedule.Action).Workflow);
    }

    [Fact]
    public async Task SyncAsync_TwoRoutersAtOnce_AgreeWithoutAFailure()
    {
        await using var one = await CreateAsync(Cron("0 6 * * *\n- cron: \"0 7 * * *\"\n- cron: \"0 8 * * *\""));
        await using var other = await CreateAsync(folder: one.Folder);

        for (var round = 6; round < 9; round++)
        {
            var results = await Task.WhenAll(new[] { one, other }.Select(engine => engine.Get<ScheduleSync>().SyncAsync(engine.Catalog)));
            Assert.All(results, result => Assert.Equal(0, result.Failures));
            Assert.Empty(await PlanAsync(one));
            await one.DefineAsync(("a.yaml", Cron($"{round} 6 * * *\n- cron: \"{round} 7 * * *\"")));
            await other.ReloadAsync();
        }
    }

    [Fact]
    public async Task StartAsync_ServiceUnreachable_SaysSoAndGoesOn()
    {
        var logs = new LogBook();
        var nobody = TemporalClient.CreateLazy(new($"127.0.0.1:{RealComponents.LoopbackPort.Free()}"));
        await using var engine = await CreateAsync(Cron("0 6 * * *"), interval: TimeSpan.FromMilliseconds(50), logs: logs, client: nobody);
        await engine.StartAsync();

        await UntilAsync(() => Task.FromResult(logs.Count("SyncFailed") > 1));
    }

    [Fact]
    public async Task PlanAsync_EmptyCatalog_IsRefused()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"));

        await Assert.ThrowsAsync<ArgumentException>(() => engine.Get<SchedulePlanner>().PlanAsync(DefinitionCatalog.Empty));
    }

    [Fact]
    public async Task StartAsync_InARouter_FollowsTheFolderAndMendsWhatWasDeleted()
    {
        await using var engine = await CreateAsync(Cron("0 6 * * *"), interval: TimeSpan.FromMilliseconds(200));
        await engine.StartAsync();
        await UntilAsync(async () => (await TryDescribeAsync(engine))?.Info.NextActionTimes.All(time => time.Hour == 6) == true);

        await engine.DefineAsync(("a.yaml", Cron("0 9 * * *")));
        await UntilAsync(async () => (await TryDescribeAsync(engine))?.Info.NextActionTimes.All(time => time.Hour == 9) == true);
        await Handle(engine).DeleteAsync();
        await UntilAsync(async () => await TryDescribeAsync(engine) is not null);
    }

    [Fact]
    public async Task StartAsync_FolderEmptyAfterARestart_ChangesNothingAndAlarms()
    {
        await using var first = await CreateAsync(Cron("0 6 * * *"));
        await SyncAsync(first);
        await UntilListedAsync(first, [ScheduleId.Create(_id, 1)]);
        File.Delete(Path.Combine(first.Folder, "definitions", "a.yaml"));

        var logs = new LogBook();
        await using var second = await CreateAsync(folder: first.Folder, interval: TimeSpan.FromMilliseconds(50), logs: logs);
        await second.StartAsync();
        await UntilAsync(() => Task.FromResult(logs.Has("SchedulesLeftAlone")));

        Assert.False((await DescribeAsync(first)).Schedule.State.Paused);
        Assert.False(logs.Has("ScheduleChanged"));
    }

    private static string Rule(string id) => Engine.Rule(id, when: "occurrence.kind == 'schedule'").Replace("{{ event.type }}", "{{ now }}", StringComparison.Ordinal);

    private static ITemporalClient Client(Engine engine) => engine.Get<ITemporalClient>();

    private static Task<IReadOnlyList<ScheduleChange>> PlanAsync(Engine engine) => engine.Get<SchedulePlanner>().PlanAsync(engine.Catalog);

    private static async Task<IReadOnlyList<ScheduleChange>> SyncAsync(Engine engine)
    {
        var (changes, failures) = await engine.Get<ScheduleSync>().SyncAsync(engine.Catalog);
        Assert.Equal(0, failures);
        return changes;
    }

    private static async Task<RunInput> InputAsync(ScheduleDescription found) =>
        await ((Temporalio.Converters.IEncodedRawValue)Assert.Single(Assert.IsType<ScheduleActionStartWorkflow>(found.Schedule.Action).Args)!).ToValueAsync<RunInput>();

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
            await Task.Delay(50, limit.Token);
    }

    // The list of the service follows a little later.
    private static Task UntilListedAsync(Engine engine, IReadOnlyList<string> ids) => UntilAsync(async () =>
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var schedule in Client(engine).ListSchedulesAsync())
            listed.Add(schedule.Id);

        return listed.IsSupersetOf(ids);
    });

    private static async Task<string> MakeAsync(Engine engine, string id, string? memo)
    {
        await Client(engine).CreateScheduleAsync(
            id,
            new(ScheduleActionStartWorkflow.Create("Nobody", [], new(id, "nobody")), new() { CronExpressions = ["0 1 1 1 *"] }),
            new() { Memo = memo is null ? null : new Dictionary<string, object>(StringComparer.Ordinal) { ["activity_core_task_queue"] = memo } });
        return id;
    }

    /// <summary>Of another installation, of nobody, and one that only looks like ours.</summary>
    private async Task<IReadOnlyList<string>> OthersAsync(Engine engine) =>
    [
        await MakeAsync(engine, ScheduleId.Create(Guid.NewGuid(), 1), "another-queue"),
        await MakeAsync(engine, ScheduleId.Create(Guid.NewGuid(), 1), memo: null),
        await MakeAsync(engine, $"act-{Guid.NewGuid():N}", _taskQueue),
    ];

    private ScheduleHandle Handle(Engine engine) => Client(engine).GetScheduleHandle(ScheduleId.Create(_id, 1));

    private Task<ScheduleDescription> DescribeAsync(Engine engine) => Handle(engine).DescribeAsync();

    private async Task<ScheduleDescription?> TryDescribeAsync(Engine engine)
    {
        try
        {
            return await DescribeAsync(engine);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            return null;
        }
    }

    private string Cron(string cron, string more = "", string? rules = null, string top = "")
    {
        var lines = cron.Split('\n', 2);
        var trigger = $"cron: \"{lines[0]}\"{(more.Length > 0 ? $"\n{more}" : "")}";
        return Engine.Yaml("alpha", rules ?? Rule("r"), trigger, $"{(lines.Length > 1 ? $"  {lines[1].Replace("\n", "\n  ", StringComparison.Ordinal)}\n" : "")}{top}", _id);
    }

    private async Task<Engine> CreateAsync(string? yaml = null, string? folder = null, TimeSpan? interval = null, LogBook? logs = null, ITemporalClient? client = null)
    {
        client ??= await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        var settings = new ActivityCoreSettings { Temporal = new TemporalSettings { TaskQueue = _taskQueue } };
        var engine = await Engine.CreateAsync(client, folder, settings, configure: services =>
        {
            if (interval is { } every)
                services.Replace(ServiceDescriptor.Singleton(new ScheduleSyncOptions { Interval = every }));

            if (logs is not null)
                services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs);
        });
        if (yaml is not null)
            await engine.DefineAsync(("a.yaml", yaml));

        return engine;
    }
}
