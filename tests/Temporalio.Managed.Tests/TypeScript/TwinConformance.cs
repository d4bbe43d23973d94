using RealComponents;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;
using Temporalio.Worker;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>
/// The same workflows on our worker and on the official TypeScript worker: both behave alike for our client and for the
/// official one, and each replays what the other has written.
/// </summary>
public abstract class TwinConformance(ITemporalService service)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private static readonly Type[] Twins =
    [
        typeof(StepsTwin), typeof(DoubleTwin), typeof(BackoffTwin), typeof(SlowTwin), typeof(CancellableTwin), typeof(ScopesTwin),
        typeof(RepeatingTwin), typeof(ConditionsTwin), typeof(FailingTwin), typeof(DescribedTwin),
    ];

    [Fact]
    public async Task OurWorker_HistoriesReplayHereAndInTheOfficialWorker()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        var (client, queue) = await ConnectAsync();
        var bench = new TwinBench(client, queue);
        using var worker = CreateWorker(client, queue);

        await worker.ExecuteAsync(() => bench.RunAllAsync()).WaitAsync(Limit);

        await ReplayOnBothAsync(sdk, bench);
    }

    [Fact]
    public async Task OfficialWorker_HistoriesReplayHereAndInTheOfficialWorker()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        var (client, queue) = await ConnectAsync();
        var bench = new TwinBench(client, queue);
        await using var worker = sdk.Start("worker.js", client.Connection.Options.TargetHost!, queue);
        await WaitForAsync(worker, "worker ready");

        await bench.RunAllAsync().WaitAsync(Limit);

        await ReplayOnBothAsync(sdk, bench);
    }

    [Fact]
    public async Task OfficialClient_OfOurWorker_SeesWhatItSeesOfItsOwn()
    {
        var sdk = await TypeScriptSdk.RequireAsync();
        var (client, queue) = await ConnectAsync();
        await TwinBench.AddKeywordAsync(client);
        using var worker = CreateWorker(client, queue);
        await using var peer = sdk.Start("client.js", client.Connection.Options.TargetHost!, queue);

        await worker.ExecuteAsync(async () => Assert.True(await peer.WaitForExitAsync(Limit), peer.Output)).WaitAsync(Limit);

        Assert.True(peer.ExitCode == 0, peer.Output);
        Assert.Contains("client passed", peer.Output, StringComparison.Ordinal);
    }

    private static TemporalWorker CreateWorker(TemporalClient client, string queue)
    {
        var options = new TemporalWorkerOptions(queue) { DebugMode = true }.AddAllActivities(typeof(TwinActivities), null);
        foreach (var twin in Twins)
        {
            options.AddWorkflow(twin);
        }
        return new(client, options);
    }

    private static WorkflowReplayer CreateReplayer(params IWorkerInterceptor[] interceptors)
    {
        var options = new WorkflowReplayerOptions { Interceptors = interceptors, DebugMode = true };
        foreach (var twin in Twins)
        {
            options.AddWorkflow(twin);
        }
        return new(options);
    }

    /// <summary>As it is, every history replays on both; with one activity more at the beginning, none does.</summary>
    private static async Task ReplayOnBothAsync(TypeScriptSdk sdk, TwinBench bench)
    {
        var histories = await bench.HistoriesAsync();
        foreach (var history in histories)
        {
            await CreateReplayer().ReplayWorkflowAsync(history);
            var changed = await CreateReplayer(new OneActivityMore()).ReplayWorkflowAsync(history, throwOnReplayFailure: false);
            Assert.True(changed.ReplayFailure is WorkflowNondeterminismException, $"{history.Id}: {changed.ReplayFailure}");
        }

        var official = new OfficialReplay(sdk);
        Assert.All(await official.RunAsync("twins.js", histories), outcome => Assert.Equal("", outcome.Value));
        Assert.All(
            await official.RunAsync("twins-changed.js", histories),
            outcome => Assert.StartsWith("DeterminismViolationError", outcome.Value, StringComparison.Ordinal));
    }

    private static async Task WaitForAsync(ComponentProcess process, string text)
    {
        await ClientTests.EventuallyAsync(() =>
        {
            Assert.False(process.HasExited, process.Output);
            return Task.FromResult(process.Output.Contains(text, StringComparison.Ordinal));
        });
    }

    private async Task<(TemporalClient Client, string TaskQueue)> ConnectAsync() =>
        (await service.ConnectAsync(), $"twins-{Guid.NewGuid():N}");

    /// <summary>A change to every workflow: it begins with an activity.</summary>
    private sealed class OneActivityMore : IWorkerInterceptor
    {
        public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => new Inbound(nextInterceptor);

        private sealed class Inbound(WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
        {
            public override async Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
            {
                await Workflow.ExecuteActivityAsync("novel", [], TwinOptions.Activity);
                return await base.ExecuteWorkflowAsync(input);
            }
        }
    }
}

[Collection(OwnServiceGroup.Name)]
public sealed class TwinsOnOwnServiceTests(OwnServiceFixture service) : TwinConformance(service);

[Collection(DevServiceGroup.Name)]
public sealed class TwinsOnRealServiceTests(DevServiceFixture service) : TwinConformance(service);
