using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Demo.Rows;

/// <summary>From the dry run to issue-core: one known-safe match first, then everything new, and nothing of the dry run a second time.</summary>
internal sealed class RestSinkRow : IMissionRow
{
    public string Id => "M8";

    public string What => "REST IssueSink";

    public async Task<string> SeeAsync(Stage stage)
    {
        var withoutKey = await stage.TryCommandAsync(
            new Dictionary<string, string?>(stage.Environment, StringComparer.Ordinal) { ["ISSUE_SINK_TYPE"] = "rest", ["ISSUE_CORE_API_KEY"] = "" }, "run", "--role", "worker");
        var issues = stage.Sandbox.Issues;
        var run = await stage.QueryAsync<string>("select run_id from runs r where (select count(*) from task_spawn_log t where t.run_id = r.run_id and t.state = 'dry_run') = 1 order by seq limit 1");
        var dryRuns = await stage.QueryAsync<long>("select count(*) from task_spawn_log where state = 'dry_run'");
        await stage.CommandAsync("runs", "emit", run, "--sink", "rest");
        await stage.CommandAsync("runs", "emit", run, "--sink", "rest");
        var single = issues.Issues.Count;

        await stage.RestartWorkerAsync(("ISSUE_SINK_TYPE", "rest"));
        var id = Guid.NewGuid();
        await stage.PublishAsync(Events.DecisionResolved(id, "DEC-REST"));
        await stage.SettledAsync(id);

        var made = issues.Issues;
        var reference = await stage.QueryAsync<string>("select task_ref || ' ' || task_key from task_spawn_log t join runs r using (run_id) where r.event_id = @id and t.state = 'created' and t.sink = 'rest'", ("id", id.ToString("D")));
        var issue = made[^1];
        MissionException.ThrowUnless(withoutKey.ExitCode == ExitCode.Usage && withoutKey.Error.Contains("ISSUE_CORE_API_KEY", StringComparison.Ordinal), $"without a key: {withoutKey.ExitCode} {withoutKey.Error}");
        MissionException.ThrowUnless(single == 1 && made.Count == 2 && issues.Dropped == 0, $"{single} issues of the known-safe match, {made.Count} after one more event, {issues.Dropped} repeats");
        MissionException.ThrowUnless(reference == $"{issue.Id} {issue.IdempotencyKey}" && issue.Via == "rest" && issue.Task.TriggeringEventId == id.ToString("D"), $"{reference} is not {issue}");
        return $"without its key it does not start and names ISSUE_CORE_API_KEY; of {dryRuns} dry-run tasks one was sent live, once in two tries; a new event made {issue.Id} at issue-core with the task key as Idempotency-Key; 0 repeats arrived";
    }
}
