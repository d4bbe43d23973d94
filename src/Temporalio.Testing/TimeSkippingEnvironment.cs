using Google.Protobuf.WellKnownTypes;
using Temporalio.Client;
using Temporalio.DevServer;

namespace Temporalio.Testing;

/// <summary>An environment whose clock is put forward.</summary>
internal sealed class TimeSkippingEnvironment : EmbeddedEnvironment
{
    private readonly TimeSkippingInterceptor _skipping;

    public TimeSkippingEnvironment(ITemporalClient client, TemporalDevServer server, TimeSkippingInterceptor skipping)
        : base(client, server)
    {
        _skipping = skipping;
        skipping.Service = client.Connection.TestService;
    }

    public override bool SupportsTimeSkipping => true;

    public override async Task ShutdownAsync()
    {
        await base.ShutdownAsync().ConfigureAwait(false);
        _skipping.Dispose();
    }

    public override Task DelayAsync(TimeSpan delay, CancellationToken? cancellationToken = null) =>
        Client.Connection.TestService.UnlockTimeSkippingWithSleepAsync(
            new() { Duration = Duration.FromTimeSpan(delay) }, new RpcOptions { CancellationToken = cancellationToken });

    public override async Task<DateTime> GetCurrentTimeAsync() =>
        (await Client.Connection.TestService.GetCurrentTimeAsync(new Empty()).ConfigureAwait(false)).Time.ToDateTime();

    public override void WithAutoTimeSkippingDisabled(Action action)
    {
        using (_skipping.Disable())
            action();
    }

    public override T WithAutoTimeSkippingDisabled<T>(Func<T> func)
    {
        using (_skipping.Disable())
            return func();
    }

    public override async Task WithAutoTimeSkippingDisabledAsync(Func<Task> func)
    {
        using (_skipping.Disable())
            await func().ConfigureAwait(false);
    }

    public override async Task<T> WithAutoTimeSkippingDisabledAsync<T>(Func<Task<T>> func)
    {
        using (_skipping.Disable())
            return await func().ConfigureAwait(false);
    }
}
