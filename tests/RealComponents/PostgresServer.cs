using System.Globalization;
using Npgsql;

namespace RealComponents;

/// <summary>A PostgreSQL server of the test's own, in a throw-away folder, on loopback; each test takes a database of its own from it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The superuser, who needs no password.</summary>
    public const string User = "postgres";

    private const string SystemUser = "postgres";
    private readonly ComponentProcess _process;
    private readonly string _folder;
    private readonly int _port;
    private int _databases;

    private PostgresServer(ComponentProcess process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        _port = port;
    }

    public int Port => _port;

    /// <summary>Starts a server; skips the test by name when the programs are not there.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var initdb = FindProgram("initdb");
        var postgres = FindProgram("postgres");
        var folder = Directory.CreateTempSubdirectory("postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", [SystemUser, folder]);
        }

        // The cluster is thrown away with the test, so nothing needs to reach the disk.
        await RunAsync(AsSystemUser(initdb, ["-D", $"{folder}/data", "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]));
        var port = LoopbackPort.Free();
        var (file, arguments) = AsSystemUser(postgres,
            ["-D", $"{folder}/data", "-p", $"{port}", "-h", "127.0.0.1", "-k", folder, "-c", "fsync=off", "-c", "dynamic_shared_memory_type=mmap", "-c", "max_connections=200"]);
        var process = ComponentProcess.Start(file, arguments, workingDirectory: folder);
        var server = new PostgresServer(process, folder, port);
        try
        {
            await LoopbackPort.WaitUntilOpenAsync(port, process, TimeSpan.FromMinutes(3));
            await server.ExecuteWhenReadyAsync("select 1");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new empty database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteWhenReadyAsync($"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>A role that may log in and nothing more; one that is there already is left as it is.</summary>
    public Task CreateRoleAsync(string role) =>
        ExecuteWhenReadyAsync($"do $$ begin create role {role} login; exception when duplicate_object or unique_violation then null; end $$");

    /// <summary>The connection string of a database by name, as the superuser.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Maximum Pool Size=40";

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string FindProgram(string name)
    {
        var path = Component.Find(name, Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : []);
        if (path is null)
        {
            Component.Missing("PostgreSQL", $"no {name} on the PATH or below /usr/lib/postgresql; Debian's package is postgresql.");
        }

        return path;
    }

    // PostgreSQL refuses to run as root, so root starts it as the user that Debian's package makes.
    private static (string File, IEnumerable<string> Arguments) AsSystemUser(string program, IEnumerable<string> arguments) =>
        Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid", SystemUser, "--regid", SystemUser, "--clear-groups", program, .. arguments])
            : (program, arguments);

    private static Task RunAsync((string File, IEnumerable<string> Arguments) command) => RunAsync(command.File, command.Arguments);

    private static async Task RunAsync(string file, IEnumerable<string> arguments)
    {
        await using var process = ComponentProcess.Start(file, arguments);
        if (!await process.WaitForExitAsync(TimeSpan.FromMinutes(2)) || process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} failed:\n{process.Output}");
        }
    }

    private async Task ExecuteWhenReadyAsync(string sql)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (Exception e) when (e is NpgsqlException && attempt < 600 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }
}
