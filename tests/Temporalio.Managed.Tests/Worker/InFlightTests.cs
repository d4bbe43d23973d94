using Temporalio.Worker.Polling;

namespace Temporalio.Managed.Tests.Worker;

public class InFlightTests
{
    private readonly List<int> _counts = [];
    private readonly InFlight _sut;

    public InFlightTests() => _sut = new(_counts.Add);

    [Fact]
    public async Task TryBegin_UntilSomebodyWaitsForTheEnd_Counts()
    {
        Assert.True(_sut.TryBegin());
        var idle = _sut.WaitAsync();

        Assert.False(_sut.TryBegin());
        Assert.False(idle.IsCompleted);
        _sut.End();

        await idle.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(_sut.TryBegin());
        Assert.Equal([1, 0], _counts);
    }
}
