using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Sandbox;
using Npgsql;
using RealComponents;
using Temporalio.Client;

namespace ActivityCore.Demo;

/// <summary>
/// The installation that the mission is played on: router, API and worker as processes of their own on a database of their own, the neighbours' stand-ins,
/// and commands beside them as an operator gives them.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("activity-core-demo-").FullName;
    private readonly Dictionary<string, string?> _environment;
    private readonly string _connectionString;
    private Role? _api;
    private Role? _router;
    private Role? _worker;

    private Stage(MissionServices services, SandboxHost sandbox, string database, TemporalClient temporal, CancellationToken cancel)
    {
        Cancel = cancel;
        Temporal = temporal;
        Services = services;
        Sandbox = sandbox;
        _connectionString = services.Postgres.ConnectionString(database);
        Neighbourhood = new(_folder, sandbox.Address, services.Postgres.Port);
        _environment = new(StringComparer.Ordinal)
        {
            ["DATABASE_URL"] = $"postgres://{PostgresServer.User}@127.0.0.1:{services.Postgres.Port}/{database}?sslmode=disable",
            ["TEMPORAL_ADDRESS"] = services.TemporalTarget,
            ["TEMPORAL_NAMESPACE"] = temporal.Options.Namespace,
            ["TEMPORAL_TASK_QUEUE"] = TaskQueue,
            ["NATS_URL"] = services.Nats.Url,
            ["ISSUE_SINK_TYPE"] = "null",
            ["ISSUE_CORE_URL"] = sandbox.Address.ToString(),
            ["ISSUE_CORE_API_KEY"] = new SandboxOptions().IssueCoreApiKey,
            ["STATE_HUB_URL"] = sandbox.Address.ToString(),
            ["HTTP_ENDPOINTS_FILE"] = Neighbourhood.HttpEndpoints,
            ["OPS_INVENTORY_FILE"] = Neighbourhood.OpsInventory,
            ["ACTIVITY_SHELL_ALLOW"] = Neighbourhood.ShellAllow,
            ["ACTIVITY_NATS_ALLOW"] = Neighbourhood.NatsPrefix,
            ["ACTIVITY_CORE_LISTEN"] = "http://127.0.0.1:0",
            ["ACTIVITY_CORE_DATA"] = Path.Combine(_folder, "data"),
            ["ACTIVITY_DEFINITIONS_DIR"] = Neighbourhood.DefinitionsFolder,
            ["EVENT_TYPES_DIR"] = Path.Combine(Repository.Root, "event-types"),
        };
    }

    /// <summary>The program beside this one.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "activity-core");

    /// <summary>The sample events of the repository.</summary>
    public static string Samples { get; } = Path.Combine(Repository.Root, "samples", "events.jsonl");

    /// <summary>Ends the mission.</summary>
    public CancellationToken Cancel { get; }

    public MissionServices Services { get; }

    public SandboxHost Sandbox { get; }

    /// <summary>Definitions, commands and endpoints of this installation.</summary>
    public Neighbourhood Neighbourhood { get; }

    /// <summary>The namespace of this installation.</summary>
    public TemporalClient Temporal { get; }

    /// <summary>The queue of this installation alone.</summary>
    public string TaskQueue { get; } = $"demo-{Guid.NewGuid():N}";

    /// <summary>Settings of every part and command.</summary>
    public IReadOnlyDictionary<string, string?> Environment => _environment;

    /// <summary>Where events go in over HTTP.</summary>
    public Uri Api => _api!.Address;

    /// <summary>Prepares the database and the namespace as an operator does, then starts the parts; tasks are a dry run at first.</summary>
    public static async Task<Stage> SetAsync(MissionServices services, CancellationToken cancel)
    {
        var database = new NpgsqlConnectionStringBuilder(await services.Postgres.CreateDatabaseAsync()).Database!;
        var temporal = await DemoNamespace.RegisterAsync(services.TemporalTarget, cancel);
        var stage = new Stage(services, await SandboxHost.StartAsync(cancellation: cancel), database, temporal, cancel);
        try
        {
            await stage.CommandAsync("migrate");
            await stage.CommandAsync("resources", "apply");
            var roles = await Task.WhenAll(new[] { "api", "router", "worker" }.Select(role => Role.StartAsync(role, stage.Environment, cancel)));
            (stage._api, stage._router, stage._worker) = (roles[0], roles[1], roles[2]);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>A file in the scratch folder of the installation.</summary>
    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Ends the worker in order and starts another with these settings, which stay for the commands too.</summary>
    public async Task RestartWorkerAsync(params (string Name, string Value)[] settings)
    {
        await _worker!.StopAsync();
        foreach (var (name, value) in settings)
        {
            _environment[name] = value;
        }

        _worker = await Role.StartAsync("worker", Environment, Cancel);
    }

    public Task StopRouterAsync() => _router!.StopAsync();

    public async Task StartRouterAsync() => _router = await Role.StartAsync("router", Environment, Cancel);

    /// <summary>A command that must end with 0.</summary>
    public async Task<CommandResult> CommandAsync(params string[] arguments)
    {
        var result = await TryCommandAsync(Environment, arguments);
        MissionException.ThrowUnless(result.ExitCode == ExitCode.Ok, $"`{string.Join(' ', arguments)}` ended with {result.ExitCode}: {result.Error}");
        return result;
    }

    /// <summary>The JSON of a command that must end with 0.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) => (await CommandAsync([.. arguments, "-o", "json"])).Json;

    /// <summary>A command, however it ends.</summary>
    public async Task<CommandResult> TryCommandAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext { Out = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(error), In = TextReader.Null, Environment = environment };
        var code = await CommandRoot.RunAsync(arguments, context, Cancel);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Posts envelopes to the API; all must be taken.</summary>
    public Task PostAsync(params IEnumerable<string> envelopes) => SendAsync(envelopes, "--address", Api.ToString());

    /// <summary>Publishes envelopes to the stream; all must be taken.</summary>
    public Task PublishAsync(params IEnumerable<string> envelopes) => SendAsync(envelopes, "--nats");

    /// <summary>One value from the database.</summary>
    public async Task<T> QueryAsync<T>(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return (T)(await command.ExecuteScalarAsync(Cancel) ?? throw new MissionException($"no row: {sql}"));
    }

    /// <summary>Starts a run by hand, waits until it is done, and returns what `runs show` says.</summary>
    public async Task<JsonElement> StartRunAsync(string definition)
    {
        var run = (await JsonAsync("runs", "start", definition)).GetProperty("run_id").GetString()!;
        await UntilAsync($"the run of {definition} is done", () => QueryAsync<bool>("select state = 'completed' from runs where run_id = @run", ("run", run)));
        return await JsonAsync("runs", "show", run);
    }

    /// <summary>A bounded wait.</summary>
    public Task UntilAsync(string what, Func<Task<bool>> isSo) => Wait.UntilAsync(what, isSo, Cancel);

    /// <summary>Waits until each of the events is routed and no run of it is open.</summary>
    public Task SettledAsync(params IEnumerable<Guid> events)
    {
        var ids = events.Select(id => id.ToString("D")).ToArray();
        return UntilAsync(
            $"{ids.Length} events are routed and their runs done",
            () => QueryAsync<bool>(
                """
                select (select count(*) from events where id = any(@ids) and state = 'routed') >= @count
                   and not exists (select 1 from runs where event_id = any(@ids) and state in ('pending', 'running'))
                """,
                ("ids", ids),
                ("count", ids.Length)));
    }

    private async Task SendAsync(IEnumerable<string> envelopes, params string[] where)
    {
        var file = File($"{Guid.NewGuid():N}.jsonl");
        await System.IO.File.WriteAllLinesAsync(file, envelopes, Cancel);
        await CommandAsync(["events", "send", file, .. where]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var role in new[] { _api, _router, _worker }.OfType<Role>())
        {
            await role.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
