using Microsoft.Extensions.Logging;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;
using WorkflowDefinition = Temporalio.Workflows.WorkflowDefinition;

namespace Temporalio.Worker.Instance;

/// <summary>
/// The code of one run and what it waits for. Gets an activation, runs until the code can go no further, and gives back
/// what the code wants. Used by one thread at a time.
/// </summary>
internal sealed class WorkflowInstance : IDisposable
{
    private readonly WorkflowInstanceDetails _details;
    private readonly WorkflowDefinition _definition;
    private readonly ILogger _logger;
    private readonly WorkflowContext _context;
    private readonly WorkflowScheduler _scheduler;
    private readonly ConditionList _conditions = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly HashSet<string> _patchesInHistory = new(StringComparer.Ordinal);
    private readonly SignalDispatcher _signals;
    private readonly QueryResponder _queries;
    private readonly TimerCalls _timers;
    private readonly ActivityCalls _activities;
    private readonly ChildCalls _children;
    private readonly ExternalCalls _externals;
    private IReadOnlyList<Payload>? _input;
    private object? _instance;
    private bool _started;
    private bool _modernEventLoop;

    public WorkflowInstance(
        WorkflowInstanceDetails details, WorkflowDefinition definition, ActivationJob.Initialize init, string runId, DateTime firstTaskTime)
    {
        _details = details;
        _definition = definition;
        _input = init.Attributes.Input?.Payloads_ ?? [];
        PayloadConverter = details.DataConverter.PayloadConverter;
        Info = WorkflowInfoFactory.Create(details, init, runId, firstTaskTime);
        Random = new(init.RandomSeed);
        Attributes = new(init.Attributes, PayloadConverter);
        TracingEventsEnabled = details.TracingEventsEnabled;
        _logger = details.LoggerFactory.CreateLogger($"Temporalio.Workflow:{Info.WorkflowType}");
        ReplaySafeLogger = new(_logger, this);
        StackTraces = new(details.StackTrace);
        _signals = new(this, definition.Handlers, ReplaySafeLogger);
        _queries = new(this, definition.Handlers);
        _timers = new(this);
        _activities = new(this, details.EagerActivities, details.CheckLocalActivity);
        _children = new(this);
        _externals = new(this);
        _context = new(this, _conditions, _patchesInHistory);
        _scheduler = new(_context);
        Tasks = new(_scheduler, StackTraces);
    }

    public WorkflowInfo Info { get; }

    public IPayloadConverter PayloadConverter { get; }

    public ActivationOutput Output { get; } = new();

    public InstanceTasks Tasks { get; }

    public StackTraces StackTraces { get; }

    public WorkflowAttributes Attributes { get; }

    public ReplaySafeLogger ReplaySafeLogger { get; }

    public MetricMeter MetricMeter => field ??= new ReplaySafeMeter(
        _details.Meter.WithTags([new(SdkMetricNames.WorkflowType, Info.WorkflowType)]), this);

    public DeterministicRandom Random { get; private set; }

    public DateTime UtcNow { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool ContinueAsNewSuggested { get; private set; }

    public long HistoryLength { get; private set; }

    public long HistorySizeBytes { get; private set; }

    public string CurrentDetails { get; set; } = "";

    /// <summary>False while the guard against leaving the scheduler is off.</summary>
    public bool TracingEventsEnabled { get; set; }

    public int SchedulerId => _scheduler.Id;

    public CancellationToken CancellationToken => _cancellation.Token;

    public bool AllHandlersFinished => _signals.Running.None;

    public IDictionary<string, WorkflowSignalDefinition> Signals => _signals.Definitions;

    public WorkflowSignalDefinition? DynamicSignal
    {
        get => _signals.Dynamic;
        set => _signals.Dynamic = value;
    }

    public IDictionary<string, WorkflowQueryDefinition> Queries => _queries.Definitions;

    public WorkflowQueryDefinition? DynamicQuery
    {
        get => _queries.Dynamic;
        set => _queries.Dynamic = value;
    }

    /// <summary>Made when it is needed first, which is always inside the workflow.</summary>
    public object Instance => _instance ??= _definition.CreateWorkflowInstance(_definition.TakesArguments ? DecodeInput() : []);

    public WorkflowInboundInterceptor Inbound => field ??= CreateInterceptors();

    public WorkflowOutboundInterceptor Outbound
    {
        get
        {
            _ = Inbound;
            return field!;
        }
        private set;
    }

    public ActivationResult Activate(WorkflowActivation activation)
    {
        Output.Begin();
        IsReplaying = activation.IsReplaying;
        UtcNow = activation.Time;
        HistoryLength = activation.HistoryLength;
        HistorySizeBytes = activation.HistorySizeBytes;
        ContinueAsNewSuggested = activation.ContinueAsNewSuggested;
        if (!_started)
        {
            _modernEventLoop = activation.ModernEventLoop;
        }
        _details.OnTaskStarting(Info, _definition);
        Exception? failure = null;
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _scheduler.Enter();
        try
        {
            Run(activation.Jobs);
        }
        catch (Exception e)
        {
            failure = e;
            Log.ActivationFailed(_logger, e, Info.WorkflowType, Info.WorkflowId, Info.RunId);
        }
        finally
        {
            _scheduler.Leave();
            SynchronizationContext.SetSynchronizationContext(previous);
        }
        var result = Output.End(failure);
        WarnAboutHandlers(result);
        _details.OnTaskCompleted(Info, _definition, failure);
        return result;
    }

    /// <summary>What fails the running activation once the current piece of code yields.</summary>
    public void Fail(Exception failure) => Output.Fail(failure);

    /// <summary>The run leaves memory; what it waits for never comes.</summary>
    public void Dispose()
    {
        _scheduler.Clear();
        _cancellation.Dispose();
    }

    /// <summary>Runs the workflow or a signal handler, and decides what its exceptions mean.</summary>
    public async Task RunTopLevelAsync(Func<Task> function)
    {
        try
        {
            await function().ConfigureAwait(true);
        }
        catch (ContinueAsNewException e)
        {
            Try(() => Output.Add(new WorkflowCommand.ContinueAsNew(ContinueAsNewCommand.Create(this, e.Input))));
        }
        catch (Exception e) when (CancellationToken.IsCancellationRequested && Exceptions.TemporalException.IsCanceledException(e))
        {
            // A cancellation is a state, not an event: whatever is cancelled after it counts as its consequence.
            Output.Add(new WorkflowCommand.Cancel());
        }
        catch (Exception e) when (FailsWorkflow(e))
        {
            Try(() => Output.Add(new WorkflowCommand.Fail(ToFailure(e))));
        }
        catch (Exception e)
        {
            Output.Fail(e);
        }
    }

    /// <summary>True when an exception ends the workflow and not just its task.</summary>
    public bool FailsWorkflow(Exception e) =>
        e is Exceptions.FailureException or OperationCanceledException ||
        IsOneOf(_definition.FailureExceptionTypes, e) || IsOneOf(_details.FailureExceptionTypes, e);

    public Failure ToFailure(Exception e) => _details.DataConverter.FailureConverter.ToFailure(e, PayloadConverter);

    public Exception ToException(Failure failure) =>
        _details.DataConverter.FailureConverter.ToException(failure, PayloadConverter);

    public Payloads ToPayloads(IReadOnlyCollection<object?> values)
    {
        var payloads = new Payloads();
        foreach (var value in values)
        {
            payloads.Payloads_.Add(PayloadConverter.ToPayload(value));
        }
        return payloads;
    }

    public Memo ToMemo(IReadOnlyDictionary<string, object> values)
    {
        var memo = new Memo();
        foreach (var (name, value) in values)
        {
            memo.Fields.Add(name, PayloadConverter.ToPayload(value));
        }
        return memo;
    }

    public UserMetadata? ToUserMetadata(string? summary, string? details = null) => summary is null && details is null
        ? null
        : new()
        {
            Summary = summary is null ? null : PayloadConverter.ToPayload(summary),
            Details = details is null ? null : PayloadConverter.ToPayload(details),
        };

    private void Run(IReadOnlyList<ActivationJob> jobs)
    {
        if (!_modernEventLoop)
        {
            RunByOlderRule(jobs);
            return;
        }
        var onlyQueries = true;
        foreach (var job in jobs)
        {
            Apply(job);
            onlyQueries &= job is ActivationJob.Query;
        }
        if (!_started)
        {
            Start();
        }
        RunScheduler(checkConditions: !onlyQueries);
    }

    /// <summary>Histories from before the flag: code runs after every single job, and conditions wake together.</summary>
    private void RunByOlderRule(IReadOnlyList<ActivationJob> jobs)
    {
        foreach (var job in jobs.OrderBy(OlderOrder))
        {
            if (job is ActivationJob.Initialize)
            {
                Start();
            }
            Apply(job);
            RunScheduler(checkConditions: job is not (ActivationJob.NotifyHasPatch or ActivationJob.Query));
        }
    }

    private static int OlderOrder(ActivationJob job) => job switch
    {
        ActivationJob.NotifyHasPatch or ActivationJob.UpdateRandomSeed => 1,
        ActivationJob.Signal => 2,
        ActivationJob.Initialize => 3,
        _ => 4,
    };

    private void Apply(ActivationJob job)
    {
        switch (job)
        {
            case ActivationJob.Initialize:
                break;
            case ActivationJob.NotifyHasPatch j:
                _patchesInHistory.Add(j.PatchId);
                break;
            case ActivationJob.UpdateRandomSeed j:
                Random = new(j.Seed);
                break;
            case ActivationJob.Signal j:
                _signals.Dispatch(j.Attributes);
                break;
            case ActivationJob.FireTimer j:
                _timers.Resolve(j.Seq);
                break;
            case ActivationJob.ResolveActivity j:
                _activities.Resolve(j.Seq, j.Resolution);
                break;
            case ActivationJob.ResolveChildStart j:
                _children.ResolveStart(j);
                break;
            case ActivationJob.ResolveChild j:
                _children.Resolve(j);
                break;
            case ActivationJob.ResolveSignalExternal j:
                _externals.ResolveSignal(j.Seq, j.Failure);
                break;
            case ActivationJob.ResolveCancelExternal j:
                _externals.ResolveCancel(j.Seq, j.Failure);
                break;
            case ActivationJob.CancelWorkflow:
                _cancellation.Cancel();
                break;
            case ActivationJob.Query j:
                _queries.Dispatch(j);
                break;
            default:
                throw new InvalidOperationException($"Unrecognized job: {job.GetType().Name}");
        }
    }

    private void Start()
    {
        _started = true;
        _ = Tasks.Run(() => RunTopLevelAsync(async () =>
        {
            var input = new ExecuteWorkflowInput(Instance, _definition.RunMethod, DecodeInput());
            _input = null;
            var result = await Inbound.ExecuteWorkflowAsync(input).ConfigureAwait(true);
            Output.Add(new WorkflowCommand.Complete(new() { Payloads_ = { PayloadConverter.ToPayload(result) } }));
        }));
    }

    /// <summary>Runs tasks until none is left, then looks at the conditions, which may make more of them.</summary>
    private void RunScheduler(bool checkConditions)
    {
        do
        {
            while (_scheduler.HasTasks)
            {
                _scheduler.RunNext();
                if (Output.Failure is { } failure)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
                }
            }
            if (_scheduler.HasStray && TracingEventsEnabled)
            {
                throw new Exceptions.InvalidWorkflowOperationException(
                    "Workflow code continued outside of the workflow scheduler, as it does after ConfigureAwait(false) or a timer that is not the workflow's");
            }
            if (checkConditions)
            {
                _conditions.Check(_context, firstOnly: _modernEventLoop);
            }
        }
        while (_scheduler.HasTasks);
    }

    private object?[] DecodeInput() => _definition.Dynamic
        ? [ArgumentDecoder.Raw(_input!)]
        : ArgumentDecoder.Decode(PayloadConverter, _definition.RunTarget.Parameters, _input!, $"Workflow {Info.WorkflowType}");

    private WorkflowInboundInterceptor CreateInterceptors()
    {
        var innermost = new InboundHandler(this, _definition);
        WorkflowInboundInterceptor inbound = innermost;
        for (var i = _details.Interceptors.Count - 1; i >= 0; i--)
        {
            inbound = _details.Interceptors[i].InterceptWorkflow(inbound);
        }
        inbound.Init(new OutboundHandler(_timers, _activities, _children, _externals));
        Outbound = innermost.Outbound ?? throw new InvalidOperationException("An interceptor did not pass Init on");
        return inbound;
    }

    private static bool IsOneOf(IReadOnlyCollection<Type>? types, Exception e) => types?.Any(t => t.IsInstanceOfType(e)) == true;

    private void WarnAboutHandlers(ActivationResult result)
    {
        if (!IsReplaying && !AllHandlersFinished && result.Commands.Any(c => c.IsTerminal && c is not WorkflowCommand.Fail))
        {
            _signals.Running.WarnIfAny(_logger, Info.WorkflowId);
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Output.Fail(e);
        }
    }
}
