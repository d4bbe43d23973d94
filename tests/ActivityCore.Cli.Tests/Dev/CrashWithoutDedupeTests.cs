using ActivityCore.Sandbox.IssueCore;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The same, with a receiver that takes whatever it is sent.</summary>
public sealed class CrashWithoutDedupeTests
{
    [Fact]
    public async Task Crash_AtEachPoint_ReceiverThatTakesEverything_GetsATaskTwiceInOneWindowOnly()
    {
        var seen = await Crashes.AtEveryPointAsync(DedupeRule.None);

        Assert.Equal([CrashPoints.AfterSendBeforeRecord], seen.Where(result => result.Value > 0).Select(result => result.Key));
        Assert.Equal(1, seen[CrashPoints.AfterSendBeforeRecord]);
    }
}
