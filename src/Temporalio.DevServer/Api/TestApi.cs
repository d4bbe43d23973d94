using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.TestService.V1;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.TimeSkipping;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

/// <summary>The clock of a service for tests: read, slept on, held and let go.</summary>
internal sealed class TestApi(TimeSkipper skipper)
{
    public Task<GetCurrentTimeResponse> GetCurrentTime(Empty request, CallContext call) =>
        Task.FromResult(new GetCurrentTimeResponse { Time = Times.ToTimestamp(skipper.Clock.NowTicks()) });

    public Task<LockTimeSkippingResponse> Lock(LockTimeSkippingRequest request, CallContext call)
    {
        skipper.Lock();
        return Task.FromResult(new LockTimeSkippingResponse());
    }

    public Task<UnlockTimeSkippingResponse> Unlock(UnlockTimeSkippingRequest request, CallContext call) => skipper.TryUnlock()
        ? Task.FromResult(new UnlockTimeSkippingResponse())
        : throw Refusals.FailedPrecondition("Time skipping is not locked, so it cannot be unlocked.");

    public Task<SleepResponse> Sleep(SleepRequest request, CallContext call) => SleepAsync(After(request), unlocked: false, call);

    public Task<SleepResponse> SleepUntil(SleepUntilRequest request, CallContext call) =>
        SleepAsync(Times.FromTimestamp(request.Timestamp ?? throw Refusals.Invalid("Timestamp is not set on request.")), unlocked: false, call);

    public Task<SleepResponse> UnlockWithSleep(SleepRequest request, CallContext call) => SleepAsync(After(request), unlocked: true, call);

    private long After(SleepRequest request) => skipper.Clock.NowTicks() + Checks.Timeout(request.Duration, "Duration");

    private async Task<SleepResponse> SleepAsync(long until, bool unlocked, CallContext call)
    {
        await skipper.SleepUntilAsync(until, unlocked, call.CancellationToken).ConfigureAwait(false);
        return new SleepResponse();
    }
}
