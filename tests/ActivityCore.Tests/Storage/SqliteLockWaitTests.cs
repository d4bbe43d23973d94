using ActivityCore.Storage;
using Microsoft.Data.Sqlite;

namespace ActivityCore.Tests.Storage;

/// <summary>Two processes on one file: one waits while the other writes.</summary>
public sealed class SqliteLockWaitTests
{
    [Fact]
    public async Task WriteAsync_LockOfAnotherProcess_IsWaitedFor()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await using var other = new SqliteConnection($"Data Source={database.Database.Description["SQLite ".Length..]}");
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction(deferred: false);

        var write = database.Events.AddAsync(Samples.Event(), "test", []);
        var beforeTheEnd = write.IsCompleted;
        await transaction.CommitAsync();

        Assert.False(beforeTheEnd);
        Assert.Equal(EventArrival.New, (await write).Arrival);
    }

    [Fact]
    public void PauseBefore_EveryLook_IsShortAndAllTogetherAreHalfAMinute()
    {
        var pauses = Enumerable.Range(0, SqliteLockWait.MaxLooks).Select(SqliteLockWait.PauseBefore).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, 1, 10));
        Assert.InRange(pauses.Sum(), 29_000, 31_000);
    }

    [Fact]
    public async Task WriteAsync_HundredsOfTurnsOfTwoProcesses_WaitNoWholeSecondForEachOther()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var other = new EventLog(database.OpenAnother(), database.Time);

        // With the library's own timeout a turn that finds the lock taken lasts a second: these would take minutes.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        for (var turn = 0; turn < 300; turn++)
        {
            await Task.WhenAll(database.Events.AddAsync(Samples.Event(), "test", []), other.AddAsync(Samples.Event(), "test", [])).WaitAsync(limit.Token);
        }

        Assert.Equal(600, (await database.Events.CountAsync())[EventState.Received]);
    }
}
