using Temporalio.Common;
using Temporalio.Worker.Instance;

namespace Temporalio.Managed.Tests.Worker;

public class RandomTests
{
    [Fact]
    public void Seed_OfRunId_IsStable()
    {
        Assert.Equal(RandomSeed.FromRunId("a"), RandomSeed.SipHash13([(byte)'a', 0xFF]));
        Assert.NotEqual(RandomSeed.FromRunId("a"), RandomSeed.FromRunId("b"));
        Assert.NotEqual(RandomSeed.FromRunId(new string('a', 8)), RandomSeed.FromRunId(new string('a', 9)));
    }

    [Fact]
    public void Numbers_OfOneSeed_AreTheSame()
    {
        DeterministicRandom one = new(42), other = new(42);

        Assert.Equal(Enumerable.Range(0, 50).Select(_ => one.Next(7)), Enumerable.Range(0, 50).Select(_ => other.Next(7)));
        Assert.Equal(one.NextDouble(), other.NextDouble());
    }

    [Fact]
    public void Numbers_StayInTheirRange()
    {
        var random = new DeterministicRandom(7);
        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(random.Next(-3, 4), -3, 3);
            Assert.InRange(random.NextDouble(), 0, 0.9999999999999999);
        }
        Assert.Equal(5, random.Next(5, 5));
    }

    [Fact]
    public void Bytes_OfAnyLength_AreFilled()
    {
        var bytes = new byte[13];
        new DeterministicRandom(1).NextBytes(bytes);

        Assert.True(bytes.Distinct().Count() > 4, Convert.ToHexString(bytes));
        Assert.Equal(bytes[..8], Fill(8));
    }

    private static byte[] Fill(int length)
    {
        var bytes = new byte[length];
        new DeterministicRandom(1).NextBytes(bytes);
        return bytes;
    }
}
