using ActivityCore.Tasks;
using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Tasks;

/// <summary>What every sink must do.</summary>
public abstract class SinkConformance
{
    private protected abstract Task<IIssueSink> CreateAsync();

    [Fact]
    public async Task Send_ATask_GivesAReference()
    {
        var sink = await CreateAsync();
        var task = Samples.Task(Samples.Event());

        var created = Assert.IsType<SinkResult.Created>(await sink.SendAsync(task.Key, task.Spec));

        Assert.NotEmpty(created.Reference);
    }

    [Fact]
    public async Task Send_TheSameKeyAgain_GivesTheSameReference()
    {
        var sink = await CreateAsync();
        var task = Samples.Task(Samples.Event());

        var first = await sink.SendAsync(task.Key, task.Spec);
        var second = await sink.SendAsync(task.Key, task.Spec);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Send_TwoTasksOfOneEvent_GivesTwoReferences()
    {
        var sink = await CreateAsync();
        var envelope = Samples.Event();
        var tasks = new[] { Samples.Task(envelope, "0"), Samples.Task(envelope, "1") };

        var results = new[] { await sink.SendAsync(tasks[0].Key, tasks[0].Spec), await sink.SendAsync(tasks[1].Key, tasks[1].Spec) };

        Assert.NotEqual(results[0], results[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("key with space")]
    [InlineData("käy")]
    public async Task Send_UnderAKeyThatNoHeaderMayHold_IsRefusedAtTheDoor(string key)
    {
        var sink = await CreateAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => sink.SendAsync(key, Samples.Task(Samples.Event()).Spec));
    }

    [Fact]
    public async Task Send_Cancelled_SaysSo()
    {
        var sink = await CreateAsync();
        var task = Samples.Task(Samples.Event());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.SendAsync(task.Key, task.Spec, cancelled.Token));
    }

    [Fact]
    public async Task SentEventId_ByDefault_IsTheTrueOne()
    {
        var sink = await CreateAsync();
        var task = Samples.Task(Samples.Event());

        Assert.Equal(task.Spec.TriggeringEventId, sink.SentEventId(task));
    }
}
