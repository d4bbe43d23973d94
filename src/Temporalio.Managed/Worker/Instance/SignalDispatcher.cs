using Microsoft.Extensions.Logging;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Definitions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Brings signals to their handlers, and keeps those that have none yet.</summary>
internal sealed class SignalDispatcher
{
    private readonly WorkflowInstance _instance;
    private readonly WorkflowHandlers _declared;
    private readonly ILogger _logger;
    private readonly List<WorkflowExecutionSignaledEventAttributes> _waiting = [];
    private NotifyingDictionary<WorkflowSignalDefinition>? _definitions;
    private WorkflowSignalDefinition? _dynamic;

    public SignalDispatcher(WorkflowInstance instance, WorkflowHandlers declared, ILogger logger)
    {
        _instance = instance;
        _declared = declared;
        _logger = logger;
        _dynamic = declared.DynamicSignal;
    }

    public RunningHandlers Running { get; } = new();

    /// <summary>Made when workflow code asks for it.</summary>
    public IDictionary<string, WorkflowSignalDefinition> Definitions =>
        _definitions ??= new(_declared.Signals, Check, DeliverWaiting);

    public WorkflowSignalDefinition? Dynamic
    {
        get => _dynamic;
        set
        {
            if (value is { Dynamic: false })
            {
                throw new ArgumentException("Signal is not dynamic", nameof(value));
            }
            _dynamic = value;
            if (value is not null)
            {
                DeliverWaiting(null);
            }
        }
    }

    public void Dispatch(WorkflowExecutionSignaledEventAttributes signal)
    {
        if (Find(signal.SignalName) is not { } definition)
        {
            _waiting.Add(signal);
            return;
        }
        _ = _instance.Tasks.Run(() => _instance.RunTopLevelAsync(() => HandleAsync(signal, definition)));
    }

    private async Task HandleAsync(WorkflowExecutionSignaledEventAttributes signal, WorkflowSignalDefinition definition)
    {
        object?[] args;
        IReadOnlyList<Payload> payloads = signal.Input?.Payloads_ ?? [];
        try
        {
            args = definition.Dynamic
                ? [signal.SignalName, ArgumentDecoder.Raw(payloads)]
                : ArgumentDecoder.Decode(
                    _instance.PayloadConverter, definition.Target.Parameters, payloads, $"Signal {signal.SignalName}");
        }
        catch (InvalidOperationException e)
        {
            Log.SignalDropped(_logger, e, signal.SignalName);
            return;
        }
        var running = Running.Begin(signal.SignalName, definition);
        try
        {
            await _instance.Inbound.HandleSignalAsync(
                new HandleSignalInput(signal.SignalName, definition, args, signal.Header?.Fields)).ConfigureAwait(true);
        }
        finally
        {
            Running.End(running);
        }
    }

    private WorkflowSignalDefinition? Find(string name)
    {
        IReadOnlyDictionary<string, WorkflowSignalDefinition> declared = _declared.Signals;
        if (_definitions is not null ? _definitions.TryGetValue(name, out var definition) : declared.TryGetValue(name, out definition))
        {
            return definition;
        }
        return ReservedNames.IsReserved(name) ? null : _dynamic;
    }

    private static void Check(string name, WorkflowSignalDefinition definition)
    {
        if (definition.Dynamic)
        {
            throw new ArgumentException("Cannot set dynamic signal with other signals", nameof(definition));
        }
        if (!string.Equals(name, definition.Name, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Signal name {name} doesn't match definition name {definition.Name}", nameof(definition));
        }
    }

    /// <summary>All of them when no name is given; in the order in which they came.</summary>
    private void DeliverWaiting(string? name)
    {
        var signals = _waiting.FindAll(s => name is null || string.Equals(s.SignalName, name, StringComparison.Ordinal));
        _waiting.RemoveAll(signals.Contains);
        signals.ForEach(Dispatch);
    }
}
