using ActivityCore.Demo;

namespace ActivityCore.Cli.Tests.Production;

/// <summary>What <c>scripts/demo-all</c> plays, on the services that the other tests of the production shape use.</summary>
[Collection(nameof(ProductionServices))]
public sealed class MissionTests(ProductionServices services)
{
    [Fact]
    public async Task Mission_OnRealComponents_EveryRowIsSeen()
    {
        var (postgres, temporal) = await services.StartAsync();
        await using var mission = await MissionServices.StartAsync(postgres, temporal);

        var rows = await Mission.PlayAsync(mission, _ => { }, TestContext.Current.CancellationToken);

        Assert.All(rows, row => Assert.True(row.Outcome == RowOutcome.Ok, $"{row.Id} {row.What}: {row.Outcome}: {row.Saw}"));
        Assert.Equal(Mission.Rows.Count, rows.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());
    }
}
