using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>What is too large, too long, or fails beside the workflow.</summary>
public abstract class LimitsConformance(ITemporalService service) : WorkerConformance(service)
{
    [Fact]
    public Task Completion_TooLarge_FailsTheTaskWithItsCause_AndItsName() => RunAsync(
        o => o.AddWorkflow<TooLargeWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((TooLargeWorkflow wf) => wf.RunAsync("workflow"), o => o.TaskTimeout = TimeSpan.FromMinutes(1));
            bench.NotReplayed.Add(handle.Id);
            await EventuallyAsync(async () => Kinds(await HistoryAsync(handle)).Contains(EventType.WorkflowTaskFailed));

            var failed = (await HistoryAsync(handle)).Single(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
            Assert.Equal(WorkflowTaskFailedCause.GrpcMessageTooLarge, failed.Cause);
            Assert.Equal("GRPC Message too large", failed.Failure.Message);
            Assert.Equal("GrpcMessageTooLarge", failed.Failure.ApplicationFailureInfo.Type);
            await EndAsync(handle);
        });

    [Fact]
    public Task ActivityResult_TooLarge_FailsTheActivityForGood() => RunAsync(
        o => o.AddWorkflow<TooLargeWorkflow>().AddActivity(TooLargeWorkflow.Produce),
        async bench =>
        {
            var handle = await bench.StartAsync((TooLargeWorkflow wf) => wf.RunAsync("activity"));

            var error = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());

            var activity = Assert.IsType<ActivityFailureException>(error.InnerException);
            Assert.Equal(RetryState.NonRetryableFailure, activity.RetryState);
            Assert.Equal("GrpcMessageTooLarge", Assert.IsType<ApplicationFailureException>(activity.InnerException).ErrorType);
        });

    [Fact]
    public Task QueryAnswer_TooLarge_FailsTheQuery() => RunAsync(
        o => o.AddWorkflow<TooLargeWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((TooLargeWorkflow wf) => wf.RunAsync("query"));

            var error = await Assert.ThrowsAsync<WorkflowQueryFailedException>(() => handle.QueryAsync(wf => wf.Large()));

            Assert.Contains("GRPC Message too large", error.Message, StringComparison.Ordinal);
            await handle.SignalAsync(wf => wf.FinishAsync());
            Assert.Equal("done", await handle.GetResultAsync());
        });

    [Fact]
    public Task History_OfSeveralPages_IsReadToItsEnd() => RunAsync(
        o =>
        {
            // Nothing is cached: each task brings the first page and the rest has to be fetched.
            o.MaxCachedWorkflows = 0;
            o.AddWorkflow<ManyTimersWorkflow>();
        },
        async bench =>
        {
            var handle = await bench.StartAsync((ManyTimersWorkflow wf) => wf.RunAsync(300));
            await EventuallyAsync(async () => await handle.QueryAsync(wf => wf.Fired) == 300);

            Assert.InRange((await HistoryAsync(handle)).Count, 601, 3000);
            await handle.SignalAsync(wf => wf.GoAsync());
            Assert.Equal(300, await handle.GetResultAsync());
        });

    [Fact]
    public Task Reset_RandomIsTheSameBefore_AndAnotherAfter() => RunAsync(
        o => o.AddWorkflow<SeededWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((SeededWorkflow wf) => wf.RunAsync());
            var first = (await handle.GetResultAsync()).ToArray();
            var second = (await HistoryAsync(handle)).Where(e => e.EventType == EventType.WorkflowTaskCompleted).ElementAt(1);

            var reset = await bench.Client.Connection.WorkflowService.ResetWorkflowExecutionAsync(new()
            {
                Namespace = bench.Client.Options.Namespace,
                WorkflowExecution = new() { WorkflowId = handle.Id, RunId = handle.ResultRunId },
                WorkflowTaskFinishEventId = second.EventId,
                RequestId = Guid.NewGuid().ToString(),
                Reason = "test",
            });
            var again = bench.Client.GetWorkflowHandle<SeededWorkflow, IReadOnlyCollection<string>>(handle.Id, reset.RunId);
            bench.Handles.Add(again);

            var other = (await again.GetResultAsync()).ToArray();
            Assert.Equal(first[0], other[0]);
            Assert.NotEqual(first[1], other[1]);
            Assert.NotEqual(first[2], other[2]);
        });

    [Fact]
    public Task Permits_AreHandedOutInOrder() => RunAsync(
        o => o.AddWorkflow<PermitsWorkflow>(),
        async bench => Assert.Equal(
            [
                "0", "1", "2", "3", "4", "at most 2", "at once False", "in time False", "cancelled", "released True",
                "More released than successfully waited",
            ],
            await bench.ExecuteAsync((PermitsWorkflow wf) => wf.RunAsync())));

    [Theory]
    [InlineData("ConfigureAwait", "continued outside of the workflow scheduler")]
    [InlineData("StartNew", "not scheduled on workflow scheduler")]
    [InlineData("Yield", "not scheduled on workflow scheduler")]
    public Task LeavingTheScheduler_FailsTheTask(string how, string message) => RunAsync(
        o => o.AddWorkflow<LeavingWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((LeavingWorkflow wf) => wf.RunAsync(how), o => o.TaskTimeout = TimeSpan.FromSeconds(1));
            bench.NotReplayed.Add(handle.Id);
            await EventuallyAsync(async () =>
            {
                // Code that comes back after its task is found with the next one.
                await handle.SignalAsync("nudge", []);
                return Kinds(await HistoryAsync(handle)).Contains(EventType.WorkflowTaskFailed);
            });
            LeavingWorkflow.Cured.TurnOn(handle.Id);

            var failed = (await HistoryAsync(handle)).First(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
            Assert.Contains(message, failed.Failure.Message, StringComparison.Ordinal);
            await EndAsync(handle);
        });

    [Theory]
    [InlineData("decode")]
    [InlineData("encode")]
    public async Task Codec_ThatFailsForAWhile_FailsTheTask_AndTheWorkflowGoesOn(string when)
    {
        var codec = new FailingCodec();
        await RunAsync(
            o => o.AddWorkflow<GreetingWorkflow>(),
            async bench =>
            {
                codec.Failing = when;
                var handle = await bench.StartAsync((GreetingWorkflow wf) => wf.RunAsync("Ada"), o => o.TaskTimeout = TimeSpan.FromSeconds(2));
                await TaskFailedAsync(handle);
                codec.Failing = "";

                Assert.Equal("Hello, Ada!", await handle.GetResultAsync());
                var failed = (await HistoryAsync(handle)).First(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
                Assert.Equal(WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, failed.Cause);
                Assert.Contains("the vault is closed", failed.Failure.Message, StringComparison.Ordinal);
            },
            client => client.DataConverter = DataConverter.Default with { PayloadCodec = codec });
    }

    /// <summary>Newer services end a workflow of which they hear that it is too large.</summary>
    private static async Task EndAsync(WorkflowHandle handle)
    {
        try
        {
            await handle.TerminateAsync("The test is over.");
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            // It has ended.
        }
    }

    /// <summary>Fails one way, as a codec does that asks another machine for its keys. What the client itself sends gets through.</summary>
    private sealed class FailingCodec : IPayloadCodec
    {
        public string Failing { get; set; } = "";

        public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) => CodeAsync("encode", payloads);

        public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) => CodeAsync("decode", payloads);

        private Task<IReadOnlyCollection<Payload>> CodeAsync(string how, IReadOnlyCollection<Payload> payloads) =>
            string.Equals(Failing, how, StringComparison.Ordinal) && (how is "decode" || payloads.Any(p => p.Data.ToStringUtf8().Contains("Hello", StringComparison.Ordinal)))
                ? throw new TimeoutException("the vault is closed")
                : Task.FromResult(payloads);
    }
}

[Collection(DevServiceGroup.Name)]
public sealed class LimitsOnRealServiceTests(DevServiceFixture service) : LimitsConformance(service);

[Collection(OwnServiceGroup.Name)]
public sealed class LimitsOnOwnServiceTests(OwnServiceFixture service) : LimitsConformance(service);
