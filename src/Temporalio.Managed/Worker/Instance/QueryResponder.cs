using Temporalio.Api.Common.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Converters;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Definitions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Answers queries.</summary>
internal sealed class QueryResponder
{
    private readonly WorkflowInstance _instance;
    private readonly WorkflowHandlers _declared;
    private NotifyingDictionary<WorkflowQueryDefinition>? _definitions;
    private WorkflowQueryDefinition? _dynamic;

    public QueryResponder(WorkflowInstance instance, WorkflowHandlers declared)
    {
        _instance = instance;
        _declared = declared;
        _dynamic = declared.DynamicQuery;
    }

    /// <summary>Made when workflow code asks for it.</summary>
    public IDictionary<string, WorkflowQueryDefinition> Definitions =>
        _definitions ??= new(_declared.Queries, Check, static _ => { });

    public WorkflowQueryDefinition? Dynamic
    {
        get => _dynamic;
        set => _dynamic = value is { Dynamic: false } ? throw new ArgumentException("Query is not dynamic", nameof(value)) : value;
    }

    /// <summary>Queued, so that it runs inside the workflow.</summary>
    public void Dispatch(ActivationJob.Query query) => _ = _instance.Tasks.Run(() =>
    {
        Answer(query);
        return Task.CompletedTask;
    });

    private void Answer(ActivationJob.Query query)
    {
        var commands = _instance.Output.CommandCount;
        try
        {
            // The constructor may add handlers.
            _ = _instance.Instance;
            _instance.Output.Add(new QueryAnswer(query.Id, Evaluate(query), null));
        }
        catch (Exception e)
        {
            _instance.Output.Add(new QueryAnswer(query.Id, null, _instance.ToFailure(e)));
            return;
        }
        if (_instance.Output.CommandCount != commands)
        {
            _instance.Output.Fail(new InvalidOperationException(
                $"Query handler for {query.Attributes.QueryType} created workflow commands"));
        }
    }

    private Payload Evaluate(ActivationJob.Query query)
    {
        var name = query.Attributes.QueryType;
        // These are for tools, so that the user's converter has no say.
        if (string.Equals(name, ReservedNames.StackTraceQuery, StringComparison.Ordinal))
        {
            return DataConverter.Default.PayloadConverter.ToPayload(_instance.StackTraces.Describe());
        }
        if (string.Equals(name, ReservedNames.MetadataQuery, StringComparison.Ordinal))
        {
            return DataConverter.Default.PayloadConverter.ToPayload(DescribeWorkflow());
        }
        var definition = Find(name) ?? throw new InvalidOperationException(
            $"Query handler for {name} expected but not found, " +
            $"known queries: [{string.Join(' ', Known().Select(q => q.Name).Order(StringComparer.Ordinal))}]");
        IReadOnlyList<Payload> payloads = query.Attributes.QueryArgs?.Payloads_ ?? [];
        object?[] args = definition.Dynamic
            ? [name, ArgumentDecoder.Raw(payloads)]
            : ArgumentDecoder.Decode(_instance.PayloadConverter, definition.Target.Parameters, payloads, $"Query {name}");
        return _instance.PayloadConverter.ToPayload(_instance.Inbound.HandleQuery(
            new HandleQueryInput(query.Id, name, definition, args, query.Attributes.Header?.Fields)));
    }

    private WorkflowQueryDefinition? Find(string name)
    {
        if (_definitions is not null ? _definitions.TryGetValue(name, out var definition) : _declared.Queries.TryGetValue(name, out definition))
        {
            return definition;
        }
        return ReservedNames.IsReserved(name) ? null : _dynamic;
    }

    private IEnumerable<WorkflowQueryDefinition> Known() => _definitions?.Values ?? _declared.Queries.Values;

    private WorkflowMetadata DescribeWorkflow()
    {
        var definition = new Api.Sdk.V1.WorkflowDefinition { Type = _instance.Info.WorkflowType };
        if (_dynamic is not null)
        {
            definition.QueryDefinitions.Add(new WorkflowInteractionDefinition { Description = _dynamic.Description ?? "" });
        }
        definition.QueryDefinitions.AddRange(Known().OrderBy(q => q.Name, StringComparer.Ordinal).Select(q =>
            new WorkflowInteractionDefinition { Name = q.Name, Description = q.Description ?? "" }));
        if (_instance.DynamicSignal is { } dynamicSignal)
        {
            definition.SignalDefinitions.Add(new WorkflowInteractionDefinition { Description = dynamicSignal.Description ?? "" });
        }
        definition.SignalDefinitions.AddRange(_instance.Signals.Values.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s =>
            new WorkflowInteractionDefinition { Name = s.Name, Description = s.Description ?? "" }));
        return new() { Definition = definition, CurrentDetails = _instance.CurrentDetails };
    }

    private static void Check(string name, WorkflowQueryDefinition definition)
    {
        if (definition.Dynamic)
        {
            throw new ArgumentException("Cannot set dynamic query with other queries", nameof(definition));
        }
        if (!string.Equals(name, definition.Name, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Query name {name} doesn't match definition name {definition.Name}", nameof(definition));
        }
    }
}
