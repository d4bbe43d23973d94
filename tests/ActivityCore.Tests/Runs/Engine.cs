using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Temporalio.Client;

namespace ActivityCore.Tests.Runs;

/// <summary>The engine on a real SQLite file, composed as the program composes it. Two engines may share a folder, as two processes would.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly IHost _host;

    private readonly bool _ownsFolder;

    private Engine(IHost host, string folder, bool ownsFolder)
    {
        _host = host;
        _ownsFolder = ownsFolder;
        Folder = folder;
    }

    /// <summary>Holds database and definitions.</summary>
    public string Folder { get; }

    public IEventLog Events => Get<IEventLog>();

    public IRunLog Runs => Get<IRunLog>();

    public RunSteps Steps => Get<RunSteps>();

    public EventRouter Router => Get<EventRouter>();

    public EventIntake Intake => Get<EventIntake>();

    public RunCommands Commands => Get<RunCommands>();

    public RunQueries Queries => Get<RunQueries>();

    public DefinitionCatalog Catalog => Get<ICurrentDefinitions>().Catalog;

    /// <summary>Composes an engine; nothing runs in the background until <see cref="StartAsync"/>.</summary>
    public static async Task<Engine> CreateAsync(
        ITemporalClient client, string? folder = null, ActivityCoreSettings? settings = null, IIssueSink? sink = null, ActivityCoreRoles roles = ActivityCoreRoles.Router,
        TimeProvider? time = null, Action<IServiceCollection>? configure = null, EventTypeRegistry? eventTypes = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("engine-").FullName;
        var definitions = Directory.CreateDirectory(Path.Combine(folder, "definitions")).FullName;
        settings = (settings ?? new()) with { Storage = new() { SqliteFile = Path.Combine(folder, "engine.db") }, DefinitionsDirectory = definitions };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging();
        builder.Services.AddSingleton(client);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddActivityCore(settings, eventTypes ?? EventTypeRegistry.Empty, roles);
        if (sink is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(sink));
        }

        configure?.Invoke(builder.Services);
        var engine = new Engine(builder.Build(), folder, ownsFolder);
        await engine.Get<MigrationRunner>().MigrateAsync();
        await engine.ReloadAsync();
        return engine;
    }

    /// <summary>Writes definitions by file name and loads the folder.</summary>
    public async Task DefineAsync(params (string File, string Yaml)[] files)
    {
        foreach (var (file, yaml) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "definitions", file), yaml);
        }

        await ReloadAsync();
        Assert.DoesNotContain(Catalog.Problems, problem => problem.Severity == ProblemSeverity.Error);
    }

    public Task<ReloadResult> ReloadAsync() => Get<DefinitionFolder>().ReloadAsync();

    public Task StartAsync() => _host.StartAsync();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Stores the event and routes it here and now.</summary>
    public async Task<RoutingResult> RouteAsync(EventEnvelope envelope)
    {
        await Events.AddAsync(envelope, "test", []);
        return await Router.RouteAsync(envelope);
    }

    public async Task<IReadOnlyList<RunRecord>> AllRunsAsync() => (await Runs.ListAsync(new(), new(1_000))).Items;

    public async Task<RunRecord> RunAsync(string runId) => await Runs.FindAsync(runId) ?? throw new InvalidOperationException($"There is no run {runId}.");

    /// <summary>Polls until the run is in one of the states, for two minutes at most.</summary>
    public async Task<RunRecord> WaitForAsync(string runId, params RunState[] states)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var run = await RunAsync(runId);
            if (states.Contains(run.State))
            {
                return run;
            }

            try
            {
                await Task.Delay(25, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The run is {run.State} ({run.Failure}) and should be {string.Join(" or ", states)}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _host.StopAsync(limit.Token);
        await ((IAsyncDisposable)_host).DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    public static EventEnvelope Event(string type, string attributes = "{}", Guid? id = null, string publisher = "tests") => new()
    {
        Id = id ?? Guid.NewGuid(),
        Type = type,
        Timestamp = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Publisher = publisher,
        Attributes = JsonDocument.Parse(attributes).RootElement.Clone(),
    };

    /// <summary>A definition on the event type <c>thing.happened</c> unless the trigger says otherwise.</summary>
    public static string Yaml(string name, string rules, string trigger = "event: thing.happened", string more = "", Guid? id = null) => $$"""
        id: {{id ?? Derive(name)}}
        name: {{name}}
        owner: tests
        trigger:
          - {{trigger.ReplaceLineEndings("\n    ")}}
        {{more}}
        rules:
        {{rules}}
        """;

    /// <summary>A rule that always emits one task.</summary>
    public static string Rule(string id, string when = "event.type != ''", string more = "") => $$$"""
          - id: {{{id}}}
            when: {{{when}}}
            {{{more}}}
            emit:
              - title: Look at {{ event.type }}
                target_repo: demo
        """;

    private static Guid Derive(string name) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))[..16]);
}
