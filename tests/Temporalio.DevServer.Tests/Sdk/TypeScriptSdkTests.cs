using RealComponents;
using Temporalio.DevServer.Tests.Support;

namespace Temporalio.DevServer.Tests.Sdk;

/// <summary>The unmodified official TypeScript SDK as client and worker.</summary>
public sealed class TypeScriptSdkTests
{
    [Fact]
    public async Task Smoke_OfActivitiesTimersSignalsQueriesAndCancellation_Passes()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        await using var service = await ServiceUnderTest.StartAsync();

        await using var run = sdk.Start("smoke.js", service.Server.Target);

        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(5)), run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("ts-smoke passed", run.Output, StringComparison.Ordinal);
    }
}
