using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class BackgroundTests
{
    [Fact]
    public async Task Run_WhileStorageFails_TriesUntilItWorks()
    {
        var time = new InstantTime();
        await using var background = new Background(NullLogger.Instance, time);
        var tries = 0;

        background.Run(() => ++tries <= 40 ? throw new StorageException("no space") : Task.CompletedTask);
        await background.DrainAsync().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(41, tries);
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 25.6], time.Delays.Take(10).Select(d => d.TotalSeconds));
        Assert.All(time.Delays.Skip(10), d => Assert.Equal(25.6, d.TotalSeconds));
    }

    [Fact]
    public async Task Dispose_WhileStorageFails_EndsTheTries()
    {
        var failed = new TaskCompletionSource();
        var background = new Background(NullLogger.Instance, TimeProvider.System);

        background.Run(() =>
        {
            failed.TrySetResult();
            throw new StorageException("no space");
        });
        await failed.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await background.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    /// <summary>A clock on which every delay is over at once.</summary>
    private sealed class InstantTime : TimeProvider
    {
        public List<TimeSpan> Delays { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Delays.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
