using ActivityCore.Tasks;
using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Tasks;

public sealed class NullIssueSinkTests : SinkConformance
{
    private protected override Task<IIssueSink> CreateAsync() => Task.FromResult<IIssueSink>(new NullIssueSink());

    [Fact]
    public async Task Send_AnyTask_GivesNullAndTheKeysBeginning()
    {
        var task = Samples.Task(Samples.Event());

        var created = Assert.IsType<SinkResult.Created>(await new NullIssueSink().SendAsync(task.Key, task.Spec));

        Assert.Equal($"null-{task.Key[..12]}", created.Reference);
        Assert.True(new NullIssueSink().IsDryRun);
    }
}
