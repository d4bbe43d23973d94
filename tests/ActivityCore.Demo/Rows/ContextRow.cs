using RealComponents;

namespace ActivityCore.Demo.Rows;

/// <summary>What definitions look up is kept with the run; a State Hub that is away is a value, and a probe compares an inventory with what is there.</summary>
internal sealed class ContextRow : IMissionRow
{
    public string Id => "M11";

    public string What => "Context: state-hub.health, state-hub.repos, ops-inventory";

    public async Task<string> SeeAsync(Stage stage)
    {
        var probe = await stage.StartRunAsync("ops-inventory-probe");
        var summary = probe.GetProperty("context").GetProperty("inventory").GetProperty("summary");
        var tasks = await stage.QueryAsync<string>(
            "select coalesce(string_agg(payload::json ->> 'title', '; ' order by seq), '') from task_spawn_log where run_id = @run", ("run", probe.GetProperty("run").GetProperty("run_id").GetString()!));
        MissionException.ThrowUnless(tasks.Contains("old-wiki", StringComparison.Ordinal) && summary.GetProperty("services_failing").GetInt32() == 1, $"{summary}; {tasks}");

        var sbom = await stage.StartRunAsync("weekly-sbom-staleness");
        var repos = sbom.GetProperty("context").GetProperty("repos").GetArrayLength();
        MissionException.ThrowUnless(repos > 0 && sbom.GetProperty("rules").GetArrayLength() == repos, $"{repos} repositories, {sbom.GetProperty("rules").GetArrayLength()} verdicts");

        // Its own schedule, every quarter of an hour, may sweep meanwhile too: only what is of the run counts.
        var there = await SweepAsync(stage);
        var stateHub = stage.Environment["STATE_HUB_URL"]!;
        await stage.RestartWorkerAsync(("STATE_HUB_URL", $"http://127.0.0.1:{LoopbackPort.Free()}"));
        var away = await SweepAsync(stage);
        await stage.RestartWorkerAsync(("STATE_HUB_URL", stateHub));
        MissionException.ThrowUnless(there is { Reachable: true, Swept: > 0 } && away is { Reachable: false, Swept: 0 }, $"with State Hub {there}, without {away}");
        return $"inventory {summary.GetRawText()}, so: {tasks}; repos: {repos} with a verdict each; health: reachable {there.Reachable}, swept; State Hub away: {away.Why}";
    }

    private static async Task<(bool Reachable, int Swept, string Why)> SweepAsync(Stage stage)
    {
        var run = await stage.StartRunAsync("state-hub-consistency-sweep");
        var sweep = run.GetProperty("instructions")[0];
        return (run.GetProperty("context").GetProperty("hub").GetProperty("reachable").GetBoolean(), Sweeps(stage, run.GetProperty("run").GetProperty("run_id").GetString()!), sweep.GetProperty("because").GetString()!);
    }

    private static int Sweeps(Stage stage, string run) => File.Exists(stage.Neighbourhood.SweepLog) ? File.ReadLines(stage.Neighbourhood.SweepLog).Count(line => line == run) : 0;
}
