using ActivityCore.Evidence;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tests.Storage;

/// <summary>An empty database with the schema, and the stores on it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<Database> _opened = [];
    private readonly StorageOptions _options;
    private readonly string? _folder;

    private TestDatabase(StorageOptions options, string? folder)
    {
        _options = options;
        _folder = folder;
        Database = OpenAnother();
    }

    public ManualTimeProvider Time { get; } = new(new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));

    public Database Database { get; }

    /// <summary>Of PostgreSQL.</summary>
    public string ConnectionString => _options.DatabaseUrl!;

    public EventLog Events => new(Database, Time);

    public RunLog Runs => new(Database, Time);

    public TaskSpawnLog Tasks => new(Database, Time);

    public EvidenceLog Evidence => new(Database, Time);

    public DeadLetters DeadLetters => new(Database, Time);

    public DefinitionVersions Definitions => new(Database, Time);

    public MigrationRunner Migrations => new(Database, Time);

    public static Task<TestDatabase> SqliteAsync(bool migrate = true)
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        return CreateAsync(new StorageOptions { SqliteFile = Path.Combine(folder, "test.db") }, folder, migrate);
    }

    public static Task<TestDatabase> PostgresAsync(string connectionString, bool migrate = true) =>
        CreateAsync(new StorageOptions { DatabaseUrl = connectionString }, folder: null, migrate);

    /// <summary>The same place opened once more, as another process would.</summary>
    public Database OpenAnother()
    {
        var database = Database.Open(_options);
        _opened.Add(database);
        return database;
    }

    public TaskEmitter Emitter(IIssueSink sink, ITaskSpawnLog? log = null) => new(log ?? Tasks, sink, new TaskEmitterOptions(), NullLogger<TaskEmitter>.Instance);

    /// <summary>A statement of the test's own.</summary>
    public Task<int> ExecuteAsync(string sql) => Database.WriteAsync(session => session.ExecuteAsync(sql), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<string>> QueryAsync(string sql) => Database.ReadAsync(session => session.QueryAsync<string>(sql), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<TestDatabase> CreateAsync(StorageOptions options, string? folder, bool migrate)
    {
        var database = new TestDatabase(options, folder);
        if (migrate)
        {
            await database.Migrations.MigrateAsync();
        }

        return database;
    }
}
