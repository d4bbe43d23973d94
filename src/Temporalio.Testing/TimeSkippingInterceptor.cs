using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Interceptors;

namespace Temporalio.Testing;

/// <summary>Lets time be skipped while a client waits for a workflow's end.</summary>
internal sealed class TimeSkippingInterceptor : IClientInterceptor, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly AsyncLocal<bool> _disabled = new();
    private int _waiting;

    /// <summary>Set once the client is connected; nobody waits for a result before.</summary>
    public TestService? Service { get; set; }

    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => new Outbound(this, nextInterceptor);

    /// <summary>Leaves time alone until disposed, in this flow of control.</summary>
    public IDisposable Disable()
    {
        var before = _disabled.Value;
        _disabled.Value = true;
        return new Restore(this, before);
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>The clock has one lock: the first who waits takes it away, the last one puts it back.</summary>
    private async Task EnterAsync(TestService service)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_waiting == 0)
                await service.UnlockTimeSkippingAsync(new()).ConfigureAwait(false);
            _waiting++;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task LeaveAsync(TestService service)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _waiting--;
            if (_waiting == 0)
                await service.LockTimeSkippingAsync(new()).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class Restore(TimeSkippingInterceptor owner, bool before) : IDisposable
    {
        public void Dispose() => owner._disabled.Value = before;
    }

    private sealed class Outbound(TimeSkippingInterceptor owner, ClientOutboundInterceptor next) : ClientOutboundInterceptor(next)
    {
        public override async Task<WorkflowHistoryEventPage> FetchWorkflowHistoryEventPageAsync(FetchWorkflowHistoryEventPageInput input)
        {
            if (!input.WaitNewEvent || input.EventFilterType != HistoryEventFilterType.CloseEvent || owner._disabled.Value || owner.Service is not { } service)
                return await base.FetchWorkflowHistoryEventPageAsync(input).ConfigureAwait(false);
            await owner.EnterAsync(service).ConfigureAwait(false);
            try
            {
                return await base.FetchWorkflowHistoryEventPageAsync(input).ConfigureAwait(false);
            }
            finally
            {
                await owner.LeaveAsync(service).ConfigureAwait(false);
            }
        }
    }
}
