namespace ActivityCore.Demo.Rows;

/// <summary>The sample events as a dry run: every task is recorded once with a reference of its own, and nothing is sent.</summary>
internal sealed class NullSinkRow : IMissionRow
{
    public string Id => "M7";

    public string What => "emit_tasks, null sink, task_spawn_log";

    public async Task<string> SeeAsync(Stage stage)
    {
        await stage.PostAsync(await File.ReadAllLinesAsync(Stage.Samples, stage.Cancel));
        await SettledAsync(stage);
        var before = await CountAsync(stage);
        await stage.PostAsync(await File.ReadAllLinesAsync(Stage.Samples, stage.Cancel));
        await SettledAsync(stage);
        var after = await CountAsync(stage);

        var keys = await stage.QueryAsync<long>("select count(distinct task_key) from task_spawn_log");
        var reference = await stage.QueryAsync<string>("select task_ref from task_spawn_log where payload like '%ledger-api%' order by seq limit 1");
        var why = (await stage.JsonAsync("tasks", "why", reference))[0].GetProperty("rule");
        var sent = stage.Sandbox.Issues.Issues.Count;
        MissionException.ThrowUnless(before == after && before == keys && before > 0, $"{before} rows, {after} after the same events again, {keys} keys");
        MissionException.ThrowUnless(reference.StartsWith("null-", StringComparison.Ordinal) && sent == 0, $"{reference}; {sent} issues were made");
        return $"PostgreSQL: {before} rows for {keys} task keys, the same after sending the samples again, none sent; {reference} exists because {why.GetProperty("rule_id").GetString()}: {why.GetProperty("because").GetString()}";
    }

    private static Task SettledAsync(Stage stage) => stage.UntilAsync(
        "every event is routed and every run done",
        () => stage.QueryAsync<bool>("select not exists (select 1 from events where state = 'received') and not exists (select 1 from runs where state in ('pending', 'running'))"));

    private static Task<long> CountAsync(Stage stage) =>
        stage.QueryAsync<long>("select count(*) from task_spawn_log where state in ('dry_run', 'deduplicated') and sink = 'null'");
}
