namespace ActivityCore.Demo;

/// <summary>Bounded waits for something to come true.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="MissionException">It did not within three minutes.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, CancellationToken cancel)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await isSo())
        {
            MissionException.ThrowUnless(Environment.TickCount64 < end, $"not within {Patience.TotalSeconds:0} s: {what}");
            await Task.Delay(Pause, cancel);
        }
    }
}
