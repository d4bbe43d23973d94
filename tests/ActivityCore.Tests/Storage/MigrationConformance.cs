using ActivityCore.Storage;

namespace ActivityCore.Tests.Storage;

/// <summary>What migrations must do on every database.</summary>
public abstract class MigrationConformance : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private protected abstract Task<TestDatabase> CreateAsync();

    private IReadOnlyList<Migration> Steps => Migration.Load(_database.Database.Dialect);

    public async ValueTask InitializeAsync() => _database = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Migrate_EmptyDatabase_AppliesEveryStepOnce()
    {
        var before = await _database.Migrations.StatusAsync();
        var applied = await _database.Migrations.MigrateAsync();
        var again = await _database.Migrations.MigrateAsync();

        Assert.All(before, row => Assert.Equal(MigrationState.Pending, row.State));
        Assert.Equal(Steps.Select(step => step.Version), applied.Select(migration => migration.Version));
        Assert.Equal(["init", "audit is final"], applied.Take(2).Select(migration => migration.Description));
        Assert.Empty(again);
        Assert.All(await _database.Migrations.StatusAsync(), row => Assert.Equal((MigrationState.Applied, _database.Time.GetUtcNow()), (row.State, row.InstalledOn)));
        await _database.Migrations.EnsureCurrentAsync();
    }

    [Fact]
    public async Task Migrate_ManyProcessesAtOnce_OneDoesIt()
    {
        var runners = Enumerable.Range(0, 8).Select(_ => new MigrationRunner(_database.OpenAnother(), _database.Time));

        var applied = await Task.WhenAll(runners.Select(runner => runner.MigrateAsync()));

        Assert.Equal(Steps.Count, applied.Sum(steps => steps.Count));
    }

    [Fact]
    public async Task Start_BeforeMigrate_NamesTheCommand()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => _database.Migrations.EnsureCurrentAsync());

        Assert.EndsWith($"lacks {Steps.Count} schema migrations. Run: activity-core migrate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnANewerSchema_Refuses()
    {
        await _database.Migrations.MigrateAsync();
        await _database.ExecuteAsync("insert into schema_history (version, description, checksum, installed_on, success) select 9000, 'from the future', 'x', installed_on, true from schema_history where version = 1");

        var start = await Assert.ThrowsAsync<StorageException>(() => _database.Migrations.EnsureCurrentAsync());
        var migrate = await Assert.ThrowsAsync<StorageException>(() => _database.Migrations.MigrateAsync());

        Assert.Contains("has schema version 9000 (from the future), which this program does not know", start.Message, StringComparison.Ordinal);
        Assert.Equal(start.Message, migrate.Message);
    }

    [Fact]
    public async Task Migrate_StepWasEdited_RefusesAndChangesNothing()
    {
        var first = Migration.Load(_database.Database.Dialect)[0];
        await new MigrationRunner(_database.Database, _database.Time, [first with { Sql = first.Sql + "\n-- edited" }]).MigrateAsync();

        var error = await Assert.ThrowsAsync<StorageException>(() => _database.Migrations.MigrateAsync());

        Assert.Contains("migrated to version 1 (init) from another text", error.Message, StringComparison.Ordinal);
        Assert.Equal([MigrationState.Changed, .. Steps.Skip(1).Select(_ => MigrationState.Pending)], (await _database.Migrations.StatusAsync()).Select(row => row.State));
    }

    [Fact]
    public async Task Migrate_StepThatFails_LeavesNothingBehind()
    {
        var steps = Migration.Load(_database.Database.Dialect);
        var runner = new MigrationRunner(_database.Database, _database.Time, [.. steps, new Migration(9000, "broken", "create table half (id text); insert into no_such_table values (1);")]);

        Assert.NotNull(await Record.ExceptionAsync(() => runner.MigrateAsync()));

        Assert.All(await _database.Migrations.StatusAsync(), row => Assert.Equal(MigrationState.Pending, row.State));
    }

    [Fact]
    public async Task Script_RunByHand_GivesTheCurrentSchema()
    {
        var script = _database.Migrations.Script();
        if (_database.Database.Dialect == Dialect.Sqlite)
        {
            // The program reads times as it writes them.
            script = script.Replace("current_timestamp", "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')", StringComparison.Ordinal);
        }

        await _database.ExecuteAsync(script);

        await _database.Migrations.EnsureCurrentAsync();
        Assert.True((await _database.Runs.AddAsync(Samples.Run(Samples.Event()))).IsNew);
    }
}
