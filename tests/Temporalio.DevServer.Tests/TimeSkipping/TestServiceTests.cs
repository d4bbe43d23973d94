using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TestService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.TimeSkipping;

/// <summary>The clock that tests put forward; a moved clock below it keeps real time out.</summary>
public sealed class TestServiceTests
{
    private const string TestService = "temporal.api.testservice.v1.TestService";

    [Fact]
    public async Task Timer_WhileLocked_WaitsAndUnlockedFires()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 86_400));
        Assert.Null((await service.DescribeAsync("w")).PendingWorkflowTask);

        await UnlockAsync(service);

        await service.UntilAsync("w", d => d.PendingWorkflowTask is not null);
        Assert.Equal(EventType.TimerFired, (await service.HistoryAsync("w"))[^2].EventType);
        Assert.Equal(service.Clock!.GetUtcNow().AddDays(1), await NowAsync(service));
    }

    [Fact]
    public async Task Clock_WhileATaskIsWithAWorker_StandsStill()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 3600), Activity("a"));
        await UnlockAsync(service);
        var activity = await service.PollActivityAsync();
        Assert.Equal(service.Clock!.GetUtcNow(), await NowAsync(service));

        await service.CompleteActivityAsync(activity);
        Assert.Equal(service.Clock!.GetUtcNow(), await NowAsync(service));
        await service.StepAsync();

        await service.UntilAsync("w", d => d.PendingWorkflowTask is not null);
        Assert.Equal(service.Clock!.GetUtcNow().AddHours(1), await NowAsync(service));
    }

    [Fact]
    public async Task Clock_WhenARunWithWorkIsGone_GoesOn()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await service.StartWorkflowAsync("stuck");
        await service.StepAsync(Activity("a"));
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 3600));
        await UnlockAsync(service);
        Assert.Equal(service.Clock!.GetUtcNow(), await NowAsync(service));

        await service.TerminateAsync("stuck");

        await service.UntilAsync("w", d => d.PendingWorkflowTask is not null);
    }

    [Fact]
    public async Task Retry_OfAnActivity_IsSkippedTo()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a", a => a.RetryPolicy = new() { InitialInterval = new() { Seconds = 600 } }));
        await UnlockAsync(service);

        await service.FailActivityAsync(await service.PollActivityAsync());
        var second = await service.PollActivityAsync();

        Assert.Equal(2, second.Attempt);
        Assert.Equal(service.Clock!.GetUtcNow().AddSeconds(600), await NowAsync(service));
    }

    [Fact]
    public async Task Clock_WithNothingDue_StandsStill()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await service.StartWorkflowAsync("w", r => r.WorkflowRunTimeout = new() { Seconds = 86_400 });
        await service.StepAsync(Finish());

        await UnlockAsync(service);
        await service.Server.Service.Engine.DrainAsync();

        Assert.Equal(service.Clock!.GetUtcNow(), await NowAsync(service));
    }

    [Fact]
    public async Task SleepUnlocked_SkipsNoFurtherThanItsEnd()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 7200));

        await CallAsync(service, "UnlockTimeSkippingWithSleep", new SleepRequest { Duration = new() { Seconds = 3600 } }, SleepResponse.Parser);
        Assert.Equal(service.Clock!.GetUtcNow().AddHours(1), await NowAsync(service));
        Assert.Null((await service.DescribeAsync("w")).PendingWorkflowTask);
        await CallAsync(service, "UnlockTimeSkippingWithSleep", new SleepRequest { Duration = new() { Seconds = 3600 } }, SleepResponse.Parser);

        await service.UntilAsync("w", d => d.PendingWorkflowTask is not null);
    }

    [Fact]
    public async Task Sleep_WhileLocked_TakesRealTime()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        var until = service.Clock!.GetUtcNow().AddSeconds(30);

        var sleep = CallAsync(service, "Sleep", new SleepRequest { Duration = new() { Seconds = 30 } }, SleepResponse.Parser);
        var sleepUntil = CallAsync(service, "SleepUntil", new SleepUntilRequest { Timestamp = Timestamp.FromDateTimeOffset(until) }, SleepResponse.Parser);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (service.Server.Service.Engine.Skipper!.Waiting < 2)
            await Task.Delay(5, patience.Token);
        Assert.False(sleep.IsCompleted || sleepUntil.IsCompleted);
        service.Clock.Advance(TimeSpan.FromSeconds(30));

        await sleep;
        await sleepUntil;
    }

    [Fact]
    public async Task Unlock_MoreOftenThanLocked_IsRefused()
    {
        await using var service = await StartAsync(manualClock: true, timeSkipping: true);
        await UnlockAsync(service);

        Assert.Equal(9, (await Assert.ThrowsAsync<RawRpcException>(() => UnlockAsync(service))).Code);
        await CallAsync(service, "LockTimeSkipping", new LockTimeSkippingRequest(), LockTimeSkippingResponse.Parser);
        await UnlockAsync(service);
    }

    [Fact]
    public async Task TestService_OfAnOrdinaryService_IsUnknown()
    {
        await using var service = await StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => NowAsync(service));

        Assert.Equal((12, $"unknown service {TestService}"), (refused.Code, refused.Status));
    }

    private static Task UnlockAsync(ServiceUnderTest service) =>
        CallAsync(service, "UnlockTimeSkipping", new UnlockTimeSkippingRequest(), UnlockTimeSkippingResponse.Parser);

    private static async Task<DateTimeOffset> NowAsync(ServiceUnderTest service) =>
        (await CallAsync(service, "GetCurrentTime", new Empty(), GetCurrentTimeResponse.Parser)).Time.ToDateTimeOffset();

    private static async Task<T> CallAsync<T>(ServiceUnderTest service, string method, IMessage request, MessageParser<T> parser)
        where T : IMessage<T> =>
        parser.ParseFrom(await service.Client.SendAsync($"/{TestService}/{method}", RawClient.Frame(request), TimeSpan.FromSeconds(60)));
}
