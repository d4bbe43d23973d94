using System.Globalization;
using System.Text.RegularExpressions;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using RealComponents;

namespace ActivityCore.Cli.Tests.Schedules;

/// <summary>A week side by side, as docs/cron-migration.md has it: the command is the document's.</summary>
public sealed class CronMigrationTests : IDisposable
{
    private const string Name = "weekly-sbom-staleness";

    private readonly TemporaryFolder _folder = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Compare_AWeekInWhichBothAskedForTheSame_EndsWithZero()
    {
        await RunTicksAsync(days: [5, 3]);
        await File.WriteAllTextAsync(_folder.File("old-tasks.tsv"), "# from the old job's log\nledger-api\tLook at ledger-api\n\nledger-ui\tLook at ledger-ui\n");

        var run = await CompareAsync();

        Assert.Equal((ExitCode.Ok, "Old and new agree."), (run.ExitCode, run.Error.Trim()));
        Assert.Equal(["tick run", "tick run", "task both", "task both"], Rows(run));
    }

    [Fact]
    public async Task Compare_ATickWithoutARunAndOtherTasks_NamesEach()
    {
        await RunTicksAsync(days: [5]);
        await File.WriteAllTextAsync(_folder.File("old-tasks.tsv"), "ledger-api\tLook at ledger-api\nteam-handbook\tLook at team-handbook\n");

        var run = await CompareAsync();

        Assert.Equal((ExitCode.Error, "3 of 5 rows differ."), (run.ExitCode, run.Error.Trim()));
        Assert.Equal(["tick run", "tick no_run", "task both", "task only_new", "task only_old"], Rows(run));
    }

    [Fact]
    public async Task Compare_LineWithoutATab_NamesTheLine()
    {
        await RunTicksAsync(days: []);
        await File.WriteAllTextAsync(_folder.File("old-tasks.tsv"), "# header\nledger-api Look\n");

        var run = await CompareAsync();

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("old-tasks.tsv:2: there is no tab in this line.", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Rows(CliRun run) => run.Json.EnumerateArray().Select(row => $"{row.GetProperty("what")} {row.GetProperty("result")}");

    private Dictionary<string, string?> World() => DevProcess.Environment(_folder.Path, ("ACTIVITY_DEFINITIONS_DIR", Directory.CreateDirectory(_folder.File("definitions")).FullName));

    private async Task<CliRun> CompareAsync()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "cron-migration.md"));
        var command = Regex.Match(document, "<!-- command: compare -->\n```sh\nactivity-core (.*)\n```", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        Assert.Contains(Name, command, StringComparison.Ordinal);

        return await CliRun.Async(World(), [.. command.Replace("old-tasks.tsv", _folder.File("old-tasks.tsv"), StringComparison.Ordinal).Split(' '), "-o", "json"]);
    }

    /// <summary>A definition with two ticks in the last seven days, the next one days away, and the dry runs of some of them.</summary>
    private async Task RunTicksAsync(int[] days)
    {
        var (early, late) = (_now.AddDays(-5), _now.AddDays(-3));
        var environment = World();
        await File.WriteAllTextAsync(_folder.File($"definitions/{Name}.yaml"), string.Create(CultureInfo.InvariantCulture, $$$"""
            id: {{{Guid.NewGuid()}}}
            name: {{{Name}}}
            owner: tests
            trigger:
              - cron: "{{{_now.Minute}}} {{{_now.Hour}}} * * {{{(int)early.DayOfWeek}}},{{{(int)late.DayOfWeek}}}"
            rules:
              - id: always
                emit:
                  - { title: Look at ledger-api, target_repo: ledger-api }
                  - { title: Look at ledger-ui, target_repo: ledger-ui }
            """));
        var loader = new DefinitionLoader(EventTypeRegistry.Empty);
        var definition = loader.Load($"{Name}.yaml", await File.ReadAllBytesAsync(_folder.File($"definitions/{Name}.yaml"))).Definition!;
        await using var engine = new ServiceCollection().AddLogging()
            .AddActivityCore(ActivityCoreSettings.FromEnvironment(environment), EventTypeRegistry.Empty, ActivityCoreRoles.None).BuildServiceProvider();
        await engine.GetRequiredService<MigrationRunner>().MigrateAsync();
        await engine.GetRequiredService<PinnedDefinitions>().RecordAsync(definition);
        var steps = engine.GetRequiredService<RunSteps>();
        foreach (var day in days)
        {
            var nominal = new DateTimeOffset(_now.AddDays(-day).Date, TimeSpan.Zero).AddHours(_now.Hour).AddMinutes(_now.Minute);
            var input = new RunInput { Definition = Name, DefinitionId = definition.Id, DefinitionHash = definition.Hash, Occurrence = Occurrence.SeriesOf(definition.Id), Schedule = "tests" };
            var id = RunId.Create(definition.Id, Occurrence.OfSchedule(definition.Id, nominal));
            await steps.RegisterAsync(input, id);
            await steps.EvaluateRulesAsync(id);
            await steps.EmitTasksAsync(id);
        }
    }
}
