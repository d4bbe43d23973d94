using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>The workflows of a worker by name. Immutable.</summary>
internal sealed class WorkflowRegistry
{
    private readonly Dictionary<string, WorkflowDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly WorkflowDefinition? _dynamic;

    /// <exception cref="ArgumentException">A name is there twice, or a type cannot be instantiated.</exception>
    public WorkflowRegistry(IEnumerable<WorkflowDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (!definition.Instantiable)
            {
                throw new ArgumentException($"Workflow named {definition.Name} is not instantiable. Note, constructor parameters are not supported.", nameof(definitions));
            }
            if (definition.Name is not { } name)
            {
                _dynamic = _dynamic is null
                    ? definition
                    : throw new ArgumentException("Multiple dynamic workflows provided", nameof(definitions));
            }
            else if (!_definitions.TryAdd(name, definition))
            {
                throw new ArgumentException($"Duplicate workflow named {name}", nameof(definitions));
            }
        }
    }

    /// <exception cref="ApplicationFailureException">There is none; another worker may have it.</exception>
    public WorkflowDefinition Find(string name) => _definitions.GetValueOrDefault(name) ?? _dynamic ??
        throw new ApplicationFailureException(
            $"Workflow type {name} is not registered on this worker, available workflows: {string.Join(", ", _definitions.Keys.Order(StringComparer.Ordinal))}",
            errorType: "NotFoundError");
}
