using Temporalio.Activities;
using Temporalio.Exceptions;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>The activities of a worker by name. Immutable.</summary>
internal sealed class ActivityRegistry
{
    private readonly Dictionary<string, ActivityDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly ActivityDefinition? _dynamic;

    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public ActivityRegistry(IEnumerable<ActivityDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (definition.Name is not { } name)
            {
                _dynamic = _dynamic is null
                    ? definition
                    : throw new ArgumentException("Multiple dynamic activities provided", nameof(definitions));
            }
            else if (!_definitions.TryAdd(name, definition))
            {
                throw new ArgumentException($"Duplicate activity named {name}", nameof(definitions));
            }
        }
    }

    public bool IsEmpty => _definitions.Count == 0 && _dynamic is null;

    /// <exception cref="ApplicationFailureException">There is none; another worker may have it.</exception>
    public ActivityDefinition Find(string name) => TryFind(name) ?? throw new ApplicationFailureException(Unknown(name), errorType: "NotFoundError");

    /// <summary>For local activities, which no other worker can run.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void Check(string name)
    {
        if (TryFind(name) is null)
        {
            throw new InvalidOperationException(Unknown(name));
        }
    }

    private ActivityDefinition? TryFind(string name) => _definitions.GetValueOrDefault(name) ?? _dynamic;

    private string Unknown(string name) =>
        $"Activity {name} is not registered on this worker, available activities: {string.Join(", ", _definitions.Keys.Order(StringComparer.Ordinal))}";
}
