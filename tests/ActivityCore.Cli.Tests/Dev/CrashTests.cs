using ActivityCore.Sandbox.IssueCore;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The process is ended between any two steps and started again; the receiver knows the key of a task, so no task is made twice.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Crash_AtEachPoint_ReceiverThatHonoursTheKey_GetsOneTaskForEachKey()
    {
        var seen = await Crashes.AtEveryPointAsync(DedupeRule.IdempotencyKey);

        Assert.All(seen, result => Assert.Equal(0, result.Value));
    }
}
