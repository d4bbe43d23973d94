using System.Text.Json;
using RealComponents;
using Temporalio.DevServer.Tests.Support;

namespace Temporalio.DevServer.Tests.Sdk;

/// <summary>The official Go SDK as client and worker.</summary>
public sealed class GoSdkTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("local")]
    [InlineData("activity")]
    [InlineData("steps4")]
    public async Task Load_OfEachShape_EndsWithoutFailure(string shape)
    {
        var tperf = TemporalTools.Require("tperf");
        await using var service = await ServiceUnderTest.StartAsync();

        await using var run = ComponentProcess.Start(tperf, ["-addr", service.Server.Target, "-n", "100", "-c", "16", "-shape", shape]);

        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(5)), run.Output);
        var line = run.Output.Split('\n').Single(l => l.StartsWith('{'));
        using var result = JsonDocument.Parse(line);
        Assert.Equal(100, result.RootElement.GetProperty("n").GetInt32());
        Assert.Equal(0, result.RootElement.GetProperty("failed").GetInt32());
    }
}
