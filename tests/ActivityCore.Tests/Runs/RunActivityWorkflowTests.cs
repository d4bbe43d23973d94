using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActivityCore.Events;
using ActivityCore.Evidence;
using ActivityCore.Http;
using ActivityCore.Runs;
using ActivityCore.Sandbox;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Evidence;
using ActivityCore.Tests.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RealComponents;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Runs;

/// <summary>What a run does on a Temporal service, whichever it is: the engine, a worker and the service, with nothing between them replaced.</summary>
public abstract class RunActivityWorkflowTests
{
    private readonly ScriptedSink _sink = new();

    /// <summary>HOST:PORT of the service under test, with the search attributes registered.</summary>
    protected abstract Task<string> TargetAsync();

    [Fact]
    public async Task Run_RuleMatches_EmitsAndReturnsReadably()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal("completed", result.Outcome);
        Assert.Equal(1, result.Matched);
        Assert.Equal(new EmittedTask("Look at thing.happened", $"ISSUE-{_sink.Sent.Keys.Single()[..8]}", "created"), Assert.Single(result.Tasks));
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "emitted");
    }

    [Fact]
    public async Task Run_NoRuleMatches_EndsWithoutEmitting()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r", when: "event.attributes.size > 5")));

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal((0, 1, 0), (result.Matched, result.Missed, result.Tasks.Count));
        Assert.Empty(_sink.Sent);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "no-task");
    }

    [Fact]
    public async Task Run_WithContext_DecidesOnTheSavedAnswer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var hub = builder.Build();
        hub.Urls.Add("http://127.0.0.1:0");
        var calls = 0;
        hub.MapGet("/repos/", () => Interlocked.Increment(ref calls) == 1
            ? Results.StatusCode(503)
            : Results.Json(new[] { new { slug = "stale", old = true }, new { slug = "fresh", old = false } }));
        await hub.StartAsync();
        const string Rules = """
              - id: stale
                for_each: { item: repo, in: context.repos, key: repo.slug }
                when: repo.old
                emit:
                  - { title: "Rescan {{ repo.slug }}", target_repo: "{{ repo.slug }}" }
            """;
        await using var engine = await StartAsync(
            Engine.Yaml("alpha", Rules, more: "context: { repos: { source: state-hub.repos } }"), new() { StateHubUrl = new(hub.Urls.Single()) });

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal("Rescan stale", Assert.Single(result.Tasks).Title);
        Assert.Equal((1, 1), (result.Matched, result.Missed));
        Assert.Equal(2, calls);
        Assert.Equal(2, (await engine.RunAsync(runId)).Context!.Value.GetProperty("repos").GetArrayLength());
        await RecordAsync(engine, runId, "with-context");
    }

    /// <summary>State Hub has it with nothing secret in it, Inter-Hub's part waits for its gate, and neither stands in the way of the tasks.</summary>
    [Fact]
    public async Task Run_WithEvidence_SubmitsItAfterTheTasks()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var engine = await StartAsync(await ProbeAsync(sandbox.Address, more: """
              - { sink: inter-hub, context: inventory, event_type: ops-service-observed }
            """), Hubs(sandbox.Address), await Sample.EventTypesAsync());

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(new SubmittedEvidence(Submitted: 1, Deferred: 1, Rejected: 0), result.Evidence);
        Assert.Single(result.Tasks);
        var arrived = Assert.Single(sandbox.StateHub.Progress);
        Assert.Equal(("ops_inventory_probe", runId), (arrived.EventType, arrived.Detail!.Value.GetProperty("activity_core_run_id").GetString()));
        Assert.Equal("running", arrived.Detail!.Value.GetProperty("services")[0].GetProperty("status").GetString());
        Assert.Empty(sandbox.InterHub.Events);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "with-evidence");
    }

    [Fact]
    public async Task Run_EvidenceReceiverIsDown_KeepsTasksAndTriesAgain()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        var posts = 0;
        receiver.Answer = (context, _) =>
        {
            context.Response.StatusCode = context.Request.Method != "POST" ? 200 : Interlocked.Increment(ref posts) == 1 ? 503 : 201;
            return context.Response.WriteAsync(context.Request.Method == "POST" ? """{"id":"p-1"}""" : "[]");
        };
        await using var engine = await StartAsync(await ProbeAsync(receiver.Address), Hubs(receiver.Address), await Sample.EventTypesAsync());

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(new SubmittedEvidence(1, 0, 0), result.Evidence);
        Assert.Equal([1], _sink.Sent.Values);
        Assert.Equal(2, posts);
        var row = Assert.Single((await engine.Get<IEvidenceLog>().ListAsync(new() { RunId = runId }, new())).Items);
        Assert.Equal((EvidenceState.Submitted, "p-1", 2), (row.State, row.Reference, row.Attempts));
        await RecordAsync(engine, runId, "evidence-at-second-attempt");
    }

    [Fact]
    public async Task Run_EvidenceWithoutTasks_SubmitsIt()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var yaml = await ProbeAsync(sandbox.Address);
        await using var engine = await StartAsync(yaml.Replace("event.type != ''", "event.attributes.size > 5", StringComparison.Ordinal), Hubs(sandbox.Address), await Sample.EventTypesAsync());

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(new SubmittedEvidence(1, 0, 0), result.Evidence);
        Assert.Empty(_sink.Sent);
        Assert.Single(sandbox.StateHub.Progress);
        await RecordAsync(engine, runId, "evidence-without-tasks");
    }

    /// <summary>An operator may end the activity that waits for a receiver; the run has done what it is for.</summary>
    [Fact]
    public async Task Run_EvidenceEndedByHand_CompletesWithItsTasks()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (context, _) =>
        {
            if (context.Request.Method == "POST")
            {
                asked.TrySetResult();
                await answer.Task;
            }

            context.Response.StatusCode = context.Request.Method == "POST" ? 503 : 200;
            await context.Response.WriteAsync("[]");
        };
        await using var engine = await StartAsync(await ProbeAsync(receiver.Address), Hubs(receiver.Address), await Sample.EventTypesAsync());
        var runId = await RouteAsync(engine);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        var client = engine.Get<ITemporalClient>();
        var described = await client.Connection.WorkflowService.DescribeWorkflowExecutionAsync(new() { Namespace = client.Options.Namespace, Execution = new() { WorkflowId = runId } });
        var pending = Assert.Single(described.PendingActivities);
        await client.GetAsyncActivityHandle(runId, "", pending.ActivityId).FailAsync(new ApplicationFailureException("not today", nonRetryable: true));
        var result = await Handle(engine, runId).GetResultAsync();
        answer.SetResult();

        Assert.Single(result.Tasks);
        Assert.Null(result.Evidence);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "evidence-ended-by-hand");
    }

    /// <summary>Secrets in addresses, headers, bodies, errors, context and keys: none of them is anywhere that the engine writes.</summary>
    [Fact]
    public async Task Run_PlantedSecrets_AreNowhere()
    {
        await using var hub = await ScriptedReceiver.StartAsync();
        hub.Answer = async (context, _) =>
        {
            context.Response.StatusCode = context.Request.Method == "POST" ? 422 : 200;
            context.Response.Headers["X-Api-Key"] = "planted-0123456789";
            await context.Response.WriteAsync(JsonSerializer.Serialize(new
            {
                error = $"you sent {context.Request.Headers.Authorization} with password=planted-0123456789",
                status = "Bearer planted0123456789abcdef",
                token = "planted-0123456789",
                url = "https://user:planted-0123456789@host/x?sig=planted-0123456789",
            }));
        };
        var endpoint = new HttpEndpoint { Name = "hub", Address = hub.Address, AllowPrivate = true, Credential = new("Authorization", "Bearer", "planted-endpoint-key-0123456789") };
        var settings = Hubs(hub.Address) with { HttpEndpoints = [endpoint] };
        settings = settings with { Evidence = settings.Evidence with { OpsHubKey = "planted-ops-hub-key-0123456789", InterHubIsOpen = true } };
        var log = new CollectingLogs();
        await using var engine = await StartAsync(
            await ProbeAsync(
                new Uri(hub.Address, "/health?token=planted-0123456789"),
                context: "said: { source: http.hub, with: { path: say } }",
                more: """
                  - { sink: state-hub-progress, context: said, event_type: ops-service-observed }
                  - { sink: inter-hub, context: said, event_type: ops-service-observed, widget_mapping: { ops-service-observed: 00000000-0000-4000-8000-000000000001 } }
                """),
            settings, await Sample.EventTypesAsync(), services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)));

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(3, result.Evidence!.Rejected);
        var sent = hub.Requests.Where(request => request.Body.Length > 0).Select(request => request.Body).ToArray();
        Assert.NotEmpty(sent);
        Assert.All(sent, body => Assert.DoesNotContain("planted", body, StringComparison.Ordinal));
        Assert.DoesNotContain("planted", Readable((await Handle(engine, runId).FetchHistoryAsync()).ToJson()), StringComparison.Ordinal);
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("planted", StringComparison.Ordinal));
        // The whole store as its bytes: rows, indexes and what the write-ahead log still holds.
        foreach (var file in Directory.EnumerateFiles(engine.Folder, "engine.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            Assert.DoesNotContain("planted", System.Text.Encoding.Latin1.GetString(copy.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_SinkIsDownOnce_IsTriedAgainAndSendsEachTaskOnce()
    {
        _sink.Answer(new SinkResult.Retry("down", TimeSpan.FromSeconds(1)));
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("first") + "\n" + Engine.Rule("second")));

        var runId = await RouteAsync(engine);
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(2, result.Tasks.Count);
        Assert.Equal([1, 2], _sink.Sent.Values.Order());
        await RecordAsync(engine, runId, "emitted-at-second-attempt");
    }

    [Fact]
    public async Task Run_AllTasksRefused_FailsWithTheReason()
    {
        _sink.Answer(new SinkResult.Rejected("no such repository", 422));
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));

        var runId = await RouteAsync(engine);
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        var cause = Assert.IsType<ApplicationFailureException>(Assert.IsType<ActivityFailureException>(failure.InnerException).InnerException);
        Assert.Equal(RunFailureTypes.TasksOpen, cause.ErrorType);
        Assert.Contains("no such repository", cause.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "refused");
    }

    [Fact]
    public async Task Run_RuleErrs_FailsWithTheReason()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r", when: "event.attributes.size > 5")));

        var runId = await RouteAsync(engine, """{"size":"large"}""");
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        var cause = Assert.IsType<ApplicationFailureException>(failure.InnerException);
        Assert.Equal(RunFailureTypes.RuleError, cause.ErrorType);
        Assert.StartsWith("Rule r: ", cause.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "rule-error");
    }

    [Fact]
    public async Task Run_TooManyTasks_WaitsForItsRelease()
    {
        await using var engine = await StartAsync(Parking);
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);
        var status = await WaitForStepAsync(engine, runId, "parked");

        Assert.IsType<ParkedResult.Told>(await engine.Commands.ReleaseAsync(runId));
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal("The decision asks for 2 tasks and limits.max_tasks_per_run is 1: nothing was emitted. Release or drop the run.", status.Reason);
        Assert.Equal(2, result.Tasks.Count);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
        Assert.IsType<ParkedResult.NotParked>(await engine.Commands.DropAsync(runId, "late"));
        await RecordAsync(engine, runId, "parked-released");
    }

    [Fact]
    public async Task Run_ParkedThenDropped_EndsWithoutTasks()
    {
        await using var engine = await StartAsync(Parking);
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);

        Assert.IsType<ParkedResult.Told>(await engine.Commands.DropAsync(runId, "a test flood"));
        var result = await Handle(engine, runId).GetResultAsync();

        Assert.Equal(("dropped", "a test flood"), (result.Outcome, result.Reason));
        Assert.Empty(_sink.Sent);
        Assert.Equal(RunState.Dropped, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "parked-dropped");
    }

    [Fact]
    public async Task Run_CancelledWhileParked_IsDropped()
    {
        await using var engine = await StartAsync(Parking);
        var runId = await RouteAsync(engine);
        await engine.WaitForAsync(runId, RunState.Parked);

        await Handle(engine, runId).CancelAsync();
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => Handle(engine, runId).GetResultAsync());

        Assert.IsType<CanceledFailureException>(failure.InnerException);
        Assert.Equal(RunState.Dropped, (await engine.RunAsync(runId)).State);
        await RecordAsync(engine, runId, "parked-cancelled");
    }

    [Fact]
    public async Task Run_StartedButNotMarked_IsNotStartedAgain()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));
        var envelope = Engine.Event("thing.happened");
        var runId = Assert.Single((await engine.RouteAsync(envelope)).Started);
        await Handle(engine, runId).GetResultAsync();

        await engine.Get<RunStarter>().ResumeAsync(await engine.RunAsync(runId));

        Assert.Single(_sink.Sent);
        Assert.Equal(RunState.Completed, (await engine.RunAsync(runId)).State);
    }

    [Fact]
    public async Task Run_OnceStarted_IsFoundByItsAttributes()
    {
        await using var engine = await StartAsync(Engine.Yaml("alpha", Engine.Rule("r")));
        var envelope = Engine.Event("thing.happened");
        var runId = Assert.Single((await engine.RouteAsync(envelope)).Started);
        await Handle(engine, runId).GetResultAsync();
        var query = $"ActivityCoreDefinition = 'alpha' AND ActivityCoreEventType = 'thing.happened' AND ActivityCoreOccurrence = 'tests/{envelope.Id}'";

        // Visibility follows the history a little later.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var found = new List<string>();
        while (found.Count == 0)
        {
            await Task.Delay(50, limit.Token);
            await foreach (var execution in engine.Get<ITemporalClient>().ListWorkflowsAsync(query))
            {
                found.Add(execution.Id);
            }
        }

        Assert.Equal([runId], found);
    }

    [Fact]
    public async Task Run_RouterAndWorkerApart_Completes()
    {
        var settings = new ActivityCoreSettings { Temporal = new TemporalSettings { TaskQueue = $"runs-{Guid.NewGuid():N}" } };
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        await using var router = await Engine.CreateAsync(client, settings: settings);
        await router.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        var runId = await RouteAsync(router);

        // Another process: it has never seen the folder of definitions, and takes the pinned version from the store.
        await using var worker = await Engine.CreateAsync(client, router.Folder, settings, _sink, ActivityCoreRoles.Worker);
        File.Delete(Path.Combine(router.Folder, "definitions", "a.yaml"));
        await worker.StartAsync();
        var result = await Handle(router, runId).GetResultAsync();

        Assert.Single(result.Tasks);
    }

    [Fact]
    public async Task ApplyAsync_Again_FindsNothingMissing()
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()));

        Assert.Empty(await TemporalResources.ApplyAsync(client));
    }

    private static string Parking => Engine.Yaml("alpha", Engine.Rule("first") + "\n" + Engine.Rule("second"), more: "limits: { max_tasks_per_run: 1 }");

    private static WorkflowHandle<RunActivityWorkflow, RunResult> Handle(Engine engine, string runId) =>
        engine.Get<ITemporalClient>().GetWorkflowHandle<RunActivityWorkflow, RunResult>(runId);

    private static async Task<string> RouteAsync(Engine engine, string attributes = "{}") =>
        Assert.Single((await engine.RouteAsync(Engine.Event("thing.happened", attributes))).Started);

    // The row is written by the activity, the workflow waits a moment later.
    private static async Task<RunStatus> WaitForStepAsync(Engine engine, string runId, string step)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await Handle(engine, runId).QueryAsync(workflow => workflow.Status());
            if (string.Equals(status.Step, step, StringComparison.Ordinal))
            {
                return status;
            }

            await Task.Delay(25, limit.Token);
        }
    }

    private static async Task<string> ProbeAsync(Uri health, string context = "", string more = "")
    {
        var yaml = Engine.Yaml("alpha", Engine.Rule("r"), more: $$"""
            context:
              inventory: { source: ops-inventory }
              {{context}}
            evidence:
              - { sink: state-hub-progress, context: inventory }
            {{more}}
            """);
        await File.WriteAllTextAsync(InventoryFile(health), $"environment: production\nrepo: inventory\nallow_private: true\ntimeout: 30s\nservices: {{ hub: {{ health: '{health}' }} }}");
        return yaml;
    }

    // Payloads stand in a history as base64.
    private static string Readable(string history)
    {
        var payloads = Regex.Matches(history, "\"data\": ?\"(?<base64>[A-Za-z0-9+/=]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1));
        Assert.NotEmpty(payloads);
        return history + string.Concat(payloads.Select(payload => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(payload.Groups["base64"].Value))));
    }

    private static string InventoryFile(Uri health) => Path.Combine(Repository.Scratch("run-inventories"), $"{health.Port}.yaml");

    private static ActivityCoreSettings Hubs(Uri address) => new()
    {
        InventoryFile = InventoryFile(address),
        StateHubUrl = address,
        Evidence = new() { StateHubUrl = address, InterHubUrl = address, OpsHubKey = "sandbox-ops-hub-key", WidgetMapping = Sample.Open.WidgetMapping },
    };

    private async Task<Engine> StartAsync(
        string yaml, ActivityCoreSettings? settings = null, EventTypeRegistry? eventTypes = null, Action<IServiceCollection>? configure = null)
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()) { Identity = "tests" });
        settings = (settings ?? new()) with { Temporal = new TemporalSettings { TaskQueue = $"runs-{Guid.NewGuid():N}" } };
        var engine = await Engine.CreateAsync(client, settings: settings, sink: _sink, roles: ActivityCoreRoles.Router | ActivityCoreRoles.Worker, configure: configure, eventTypes: eventTypes);
        await engine.DefineAsync(("a.yaml", yaml));
        await engine.StartAsync();
        return engine;
    }

    private static Task RecordAsync(Engine engine, string runId, string name) => HistoryRecorder.RecordAsync(engine, runId, name);

    private sealed class CollectingLogs : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(Lines);

        public void Dispose()
        {
        }

        private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
