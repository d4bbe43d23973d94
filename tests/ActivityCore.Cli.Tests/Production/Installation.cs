using System.Text.RegularExpressions;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using RealComponents;

namespace ActivityCore.Cli.Tests.Production;

/// <summary>The program as it is installed in production: each role a process of its own, nothing shared but PostgreSQL, Temporal and the receiver.</summary>
internal sealed partial class Installation : IAsyncDisposable
{
    /// <summary>The roles work as one who has neither DDL nor delete.</summary>
    private const string AppRole = "activity_core_app";

    private readonly TemporaryFolder _folder = new();
    private readonly List<DevProcess> _processes = [];
    private readonly ServiceProvider _store;

    private Installation(string database, string temporal, Uri receiver)
    {
        _store = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddStorage(new StorageOptions { DatabaseUrl = database })
            .AddSingleton<AuditReader>().BuildServiceProvider();
        Environment = DevProcess.Environment(
            _folder.Path,
            ("DATABASE_URL", database),
            ("TEMPORAL_ADDRESS", temporal),
            ("TEMPORAL_TASK_QUEUE", $"production-{Guid.NewGuid():N}"),
            ("ISSUE_SINK_TYPE", "rest"),
            ("ISSUE_CORE_URL", receiver.ToString()),
            ("ISSUE_CORE_API_KEY", "operator"),
            ("ACTIVITY_CORE_LISTEN", "http://127.0.0.1:0"));
    }

    public Dictionary<string, string?> Environment { get; }

    public AuditReader Audit => _store.GetRequiredService<AuditReader>();

    /// <summary>A new database, made ready as an operator does it. No role runs yet.</summary>
    public static async Task<Installation> PrepareAsync(ProductionServices services, HoldingReceiver receiver)
    {
        var (postgres, temporal) = await services.StartAsync();
        var name = new Npgsql.NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()).Database;
        await postgres.CreateRoleAsync(AppRole);
        var owner = $"postgres://{PostgresServer.User}@127.0.0.1:{postgres.Port}/{name}?sslmode=disable";
        var installation = new Installation($"postgres://{AppRole}@127.0.0.1:{postgres.Port}/{name}?sslmode=disable", temporal.Target, receiver.Address);
        await installation.RunToTheEndAsync(owner, "migrate", "--grant-to", AppRole);
        await installation.RunToTheEndAsync(database: null, "resources", "apply");
        return installation;
    }

    /// <summary>Starts a role and waits until it says that it is up.</summary>
    /// <param name="role">router, worker or api.</param>
    /// <param name="sinkKey">By which the receiver knows it.</param>
    public async Task<(DevProcess Process, Uri Address)> StartAsync(string role, string sinkKey = "operator")
    {
        var environment = new Dictionary<string, string?>(Environment, StringComparer.Ordinal) { ["ISSUE_CORE_API_KEY"] = sinkKey };
        var process = DevProcess.Start(environment, "run", "--role", role);
        lock (_processes)
        {
            _processes.Add(process);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        Match up;
        while (!(up = Up().Match(process.Output)).Success)
        {
            Assert.False(process.HasExited, $"{role} ended before it was up:\n{process.Output}");
            Assert.False(limit.IsCancellationRequested, $"{role} is not up after five minutes:\n{process.Output}");
            await Task.Delay(50);
        }

        Assert.Equal(role, up.Groups["role"].Value);
        return (process, new Uri(up.Groups["address"].Value));
    }

    /// <summary>A command beside the running roles.</summary>
    public Task<CliRun> RunAsync(params string[] arguments) => CliRun.Async(Environment, arguments);

    /// <summary>Waits until there are so many runs and all of them are done.</summary>
    public async Task WaitForRunsAsync(int count, TimeSpan limit)
    {
        var runs = _store.GetRequiredService<IRunLog>();
        var end = System.Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            var states = await runs.CountAsync();
            if (states.Values.Sum() == count && states.Keys.All(state => state is RunState.Completed or RunState.NotMatched))
            {
                return;
            }

            var now = string.Join(", ", states.Select(state => $"{state.Value} {state.Key}"));
            Assert.False(
                System.Environment.TickCount64 > end || states.Values.Sum() > count,
                $"There should be {count} runs, all done; there are {now}.\n{string.Join("\n---\n", _processes.Select(process => process.Output))}");
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RunToTheEndAsync(string? database, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(Environment, StringComparer.Ordinal);
        environment["DATABASE_URL"] = database ?? environment["DATABASE_URL"];
        await using var process = DevProcess.Start(environment, arguments);
        Assert.True(await process.WaitForExitAsync() == ExitCode.Ok, $"{string.Join(' ', arguments)}: {process.Output}");
    }

    [GeneratedRegex(@"run --role (?<role>\w+) is up: (?<address>http://\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Up();
}
