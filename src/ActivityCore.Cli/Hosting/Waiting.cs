namespace ActivityCore.Cli.Hosting;

/// <summary>Waits that end quietly.</summary>
internal static class Waiting
{
    /// <summary>Until the program is asked to stop.</summary>
    public static async Task UntilCancelledAsync(CancellationToken cancel) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
