using ActivityCore.Cli.CommandLine;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Schedules;

/// <summary>What a definition did since a time, beside what the job that it replaces did. Reads the store alone.</summary>
internal sealed class SideBySide(IRunLog runs, ITaskSpawnLog tasks)
{
    private const int PageSize = 1_000;

    /// <summary>Each tick that was due, with its run or without.</summary>
    public async Task<IReadOnlyList<CompareView>> TicksAsync(ActivityDefinition definition, DateTimeOffset since, DateTimeOffset until, CancellationToken cancel)
    {
        var due = definition.Triggers.OfType<Trigger.OnCron>()
            .SelectMany(trigger => CronMoment.After(trigger, since).Where(moment => moment.At is not null).TakeWhile(moment => moment.At <= until))
            .Select(moment => moment.At!.Value.ToUniversalTime())
            .Distinct()
            .Order();
        var views = new List<CompareView>();
        foreach (var at in due)
        {
            var run = await runs.FindAsync(RunId.Create(definition.Id, Occurrence.OfSchedule(definition.Id, at)), cancel);
            views.Add(new("tick", run is null ? "no_run" : "run", at, null, run is null ? null : Output.Word.Of(run.State)));
        }

        return views;
    }

    /// <summary>Each task that the old job, the definition or both asked for, however often.</summary>
    public async Task<IReadOnlyList<CompareView>> TasksAsync(ActivityDefinition definition, DateTimeOffset since, IReadOnlySet<(string Repo, string Title)> old, CancellationToken cancel)
    {
        var own = new HashSet<(string Repo, string Title)>();
        long? before = null;
        do
        {
            var page = await tasks.ListAsync(new() { DefinitionId = definition.Id, Since = since }, new(PageSize, before), cancel);
            own.UnionWith(page.Items.Select(task => (task.Spec.TargetRepo, task.Spec.Title)));
            before = page.Next;
        }
        while (before is not null);

        return
        [
            .. own.Union(old).OrderBy(task => task.Repo, StringComparer.Ordinal).ThenBy(task => task.Title, StringComparer.Ordinal)
                .Select(task => new CompareView("task", (own.Contains(task), old.Contains(task)) switch { (true, true) => "both", (true, false) => "only_new", _ => "only_old" }, null, task.Repo, task.Title)),
        ];
    }

    /// <summary>A line a task: repository, tab, title. Empty lines and those that begin with # are passed over.</summary>
    /// <exception cref="CliException">The file is missing, or a line has no tab.</exception>
    public static async Task<IReadOnlySet<(string Repo, string Title)>> ReadAsync(string file, CancellationToken cancel)
    {
        var old = new HashSet<(string, string)>();
        foreach (var (index, line) in (await File.ReadAllLinesAsync(InputFile.Require(file, "--old takes a file with a line for each task: repository, tab, title."), cancel)).Index())
        {
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            if (line.Split('\t', 2) is not [var repo, var title])
            {
                throw new CliException(ExitCode.Usage, $"{file}:{index + 1}: there is no tab in this line.", "Write repository, tab, title.");
            }

            old.Add((repo.Trim(), title.Trim()));
        }

        return old;
    }
}
