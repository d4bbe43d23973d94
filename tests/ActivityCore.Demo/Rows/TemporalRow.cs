using System.Text.Json;
using RealComponents;

namespace ActivityCore.Demo.Rows;

/// <summary>Every run that the store has as done is a closed workflow of the service; and the embedded default makes the same tasks of the same events.</summary>
internal sealed class TemporalRow : IMissionRow
{
    public string Id => "M5";

    public string What => "RunActivityWorkflow on Temporal, real and embedded";

    public async Task<string> SeeAsync(Stage stage)
    {
        var completed = await stage.QueryAsync<long>("select count(*) from runs where state = 'completed' and occurrence_kind = 'event'");
        long closed = 0;
        // Visibility follows the histories a moment later.
        await stage.UntilAsync(
            $"{completed} workflows are closed",
            async () => (closed = (await stage.Temporal.CountWorkflowsAsync($"TaskQueue = '{stage.TaskQueue}' AND ExecutionStatus = 'Completed' AND ActivityCoreEventType IS NOT NULL")).Count) >= completed);

        var embedded = await EmbeddedTasksAsync(stage);
        var real = await SampleTasksAsync(stage);
        MissionException.ThrowUnless(closed == completed, $"{completed} completed runs, {closed} completed workflows");
        MissionException.ThrowUnless(embedded.SequenceEqual(real), $"the embedded default made {string.Join(" | ", embedded)}, production {string.Join(" | ", real)}");
        return $"{closed} completed workflows on {stage.Services.TemporalName} for {completed} completed runs; `dev` on the embedded service and SQLite made the same {embedded.Count} tasks, with the same keys, of the sample events";
    }

    private static async Task<List<string>> EmbeddedTasksAsync(Stage stage)
    {
        var environment = new Dictionary<string, string?>(stage.Environment, StringComparer.Ordinal) { ["DATABASE_URL"] = null, ["TEMPORAL_ADDRESS"] = null, ["NATS_URL"] = null, ["TEMPORAL_NAMESPACE"] = null };
        var output = stage.File("dev.json");
        await using var dev = ComponentProcess.Start("/bin/sh", ["-c", "exec \"$0\" \"$@\" >\"$OUTPUT\"", Stage.Program, "dev", "--port", "0", "--events", Stage.Samples, "-o", "json"], new Dictionary<string, string?>(environment, StringComparer.Ordinal) { ["OUTPUT"] = output });
        MissionException.ThrowUnless(await dev.WaitForExitAsync(TimeSpan.FromMinutes(5)) && dev.ExitCode == 0, dev.Output);
        using var feed = JsonDocument.Parse(await File.ReadAllTextAsync(output, stage.Cancel));
        return [.. feed.RootElement.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("key").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> SampleTasksAsync(Stage stage)
    {
        var keys = await stage.QueryAsync<string[]>("select array_agg(task_key) from task_spawn_log t join runs r using (run_id) where r.event_id like 'a5b0c7de-%'");
        return [.. keys.Order(StringComparer.Ordinal)];
    }
}
