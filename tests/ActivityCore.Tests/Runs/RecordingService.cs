using System.Collections.Concurrent;
using ActivityCore.Runs;
using Temporalio.Client;
using Temporalio.Client.Interceptors;
using Temporalio.Exceptions;

namespace ActivityCore.Tests.Runs;

/// <summary>Stands where the service would: keeps what is started, refuses a second start of an id, and is down when told to.</summary>
internal sealed class RecordingService : IClientInterceptor
{
    private readonly ConcurrentDictionary<string, StartWorkflowInput> _started = new(StringComparer.Ordinal);
    private int _outages;

    public RecordingService() => Client = TemporalClient.CreateLazy(new("127.0.0.1:1") { Interceptors = [this] });

    public TemporalClient Client { get; }

    public ICollection<string> StartedIds => _started.Keys;

    /// <summary>How many starts were asked for, the refused ones included.</summary>
    public int Attempts { get; private set; }

    public RunInput Input(string runId) => (RunInput)_started[runId].Args.Single()!;

    public WorkflowOptions Options(string runId) => _started[runId].Options;

    /// <summary>The next so many starts find nobody.</summary>
    public void BeDown(int starts) => _outages = starts;

    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => new Outbound(nextInterceptor, this);

    private sealed class Outbound(ClientOutboundInterceptor next, RecordingService service) : ClientOutboundInterceptor(next)
    {
        public override Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(StartWorkflowInput input)
        {
            lock (service)
            {
                service.Attempts++;
                if (service._outages > 0)
                {
                    service._outages--;
                    throw new RpcException(RpcException.StatusCode.Unavailable, "the service is down", null);
                }
            }

            var id = input.Options.Id!;
            return service._started.TryAdd(id, input)
                ? Task.FromResult(service.Client.GetWorkflowHandle<TWorkflow, TResult>(id))
                : throw new WorkflowAlreadyStartedException("already started", id, input.Workflow, "run");
        }
    }
}
