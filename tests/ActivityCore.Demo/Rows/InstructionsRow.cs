using Nats.Lite;
using Nats.Lite.JetStream;
using Temporalio.Worker;

namespace ActivityCore.Demo.Rows;

/// <summary>One event has a command, a child workflow, a request and a message done; what they return as tasks goes the audited way; what is not allowed is not done.</summary>
internal sealed class InstructionsRow : IMissionRow
{
    private const string Name = "demo-instructions";

    public string Id => "M12";

    public string What => "Instructions: shell, workflow, http, nats";

    public async Task<string> SeeAsync(Stage stage)
    {
        var queue = $"{stage.TaskQueue}-children";
        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = stage.Services.Nats.Url }, cancellation: stage.Cancel);
        var jetStream = new JetStreamContext(connection);
        await jetStream.CreateStreamAsync(new StreamConfig { Name = "DEMO", Subjects = [$"{Neighbourhood.NatsPrefix}.>"] }, stage.Cancel);
        await File.WriteAllTextAsync(Path.Combine(stage.Neighbourhood.DefinitionsFolder, $"{Name}.yaml"), Definition(queue), stage.Cancel);

        using var worker = new TemporalWorker(stage.Temporal, new TemporalWorkerOptions(queue).AddWorkflow<ChildWorkflow>());
        var run = await worker.ExecuteAsync(() => RunAsync(stage), stage.Cancel);

        var done = (await stage.JsonAsync("runs", "show", run)).GetProperty("instructions").EnumerateArray()
            .ToDictionary(item => item.GetProperty("instruction_id").GetString()!, item => (State: item.GetProperty("state").GetString(), Result: item.GetProperty("result").GetString(), Reference: item.GetProperty("reference").GetString()), StringComparer.Ordinal);
        var tasks = await stage.QueryAsync<string>(
            "select string_agg((payload::json ->> 'title') || ' (' || source_id || ', ' || state || ')', '; ' order by seq) from task_spawn_log where run_id = @run and source_type = 'instruction'", ("run", run));
        var progress = stage.Sandbox.StateHub.Progress.Count(entry => entry.EventType == "demo_instruction");
        var messages = (await jetStream.FindStreamAsync("DEMO", stage.Cancel))!.State.Messages;
        MissionException.ThrowUnless(
            done is { Count: 5 } && done.Where(item => item.Key != "not-allowed").All(item => item.Value.State == "succeeded") && done["not-allowed"].State == "failed",
            string.Join("; ", done.Select(item => $"{item.Key} {item.Value.State}: {item.Value.Result}")));
        MissionException.ThrowUnless(tasks.Contains("Mend tools", StringComparison.Ordinal) && tasks.Contains("Rescan tools", StringComparison.Ordinal) && progress == 1 && messages == 1, $"tasks {tasks}; progress {progress}; messages {messages}");
        return $"shell and child workflow returned: {tasks}; http: 1 progress entry at State Hub; nats: {done["tell"].Reference}; refused: {done["not-allowed"].Result}";
    }

    private static async Task<string> RunAsync(Stage stage)
    {
        var run = "";
        await stage.UntilAsync("the router works with the new definition and its run is done", async () =>
        {
            var id = Guid.NewGuid();
            await stage.PublishAsync(Events.Write(id, "org.demo.instructed", new { repo = "tools" }));
            await stage.SettledAsync(id);
            return (run = await stage.QueryAsync<string>("select coalesce((select run_id from runs where event_id = @id), '')", ("id", id.ToString("D")))).Length > 0;
        });
        return run;
    }

    private static string Definition(string queue) => $$$"""
        id: 5b0e9d7a-2c4f-4b57-8f4e-6d1a3c2b9e41
        name: {{{Name}}}
        owner: demo
        description: One of each.
        trigger:
          - event: org.demo.instructed
        instructions:
          - id: list
            shell: { command: demo-list, args: ["{{ event.attributes.repo }}"] }
            returns: tasks
          - id: rescan
            workflow: { type: ChildWorkflow, task_queue: {{{queue}}}, input: { repo: "{{ event.attributes.repo }}" } }
            returns: tasks
          - id: report
            http: { endpoint: state-hub, path: progress/, body: { event_type: demo_instruction, summary: "{{ event.attributes.repo }}" } }
          - id: tell
            nats: { subject: "{{{Neighbourhood.NatsPrefix}}}.rescanned.{{ event.attributes.repo }}", payload: { repo: "{{ event.attributes.repo }}" } }
          - id: not-allowed
            on_error: skip_instruction
            shell: { command: format-the-disk }
        """;
}
