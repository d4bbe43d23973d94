using ActivityCore.Rules;

namespace ActivityCore.Events;

/// <summary>The event types of a folder. Immutable and safe to share.</summary>
public sealed class EventTypeRegistry
{
    private readonly Dictionary<string, EventType> _byName;

    /// <summary>A registry of types with unique names.</summary>
    public EventTypeRegistry(IEnumerable<EventType> types)
    {
        Types = [.. types.OrderBy(t => t.Name, StringComparer.Ordinal)];
        _byName = Types.ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>A registry that knows no type, so that every event is flagged.</summary>
    public static EventTypeRegistry Empty { get; } = new([]);

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<EventType> Types { get; }

    /// <summary>The type of that name, or null.</summary>
    public EventType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Compares an event with its type's file.</summary>
    public EventCheck Check(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (Find(envelope.Type) is not { } type)
        {
            var near = Suggestion.For(envelope.Type, _byName.Keys);
            return new(null, [$"No file in event-types/ describes the type{(near.Length > 0 ? near : ".")}"]);
        }

        var flags = new List<string>();
        if (!type.Versions.Contains(envelope.Version, StringComparer.Ordinal) && !type.Assumed.Contains("versions", StringComparer.Ordinal))
            flags.Add($"The version is not {string.Join(" or ", type.Versions)}.");

        if (!string.Equals(type.Publisher, envelope.Publisher, StringComparison.Ordinal) && !type.Assumed.Contains("publisher", StringComparer.Ordinal))
            flags.Add($"The publisher is not {type.Publisher}.");

        flags.AddRange(type.Schema.Validate(envelope.Attributes, "attributes").Where(flag => !type.Assumed.Any(part => IsOf(flag, part))));
        return new(type, flags);
    }

    // A finding begins with its place in back quotes; what lies below an assumed attribute is assumed as well.
    private static bool IsOf(string finding, string part) =>
        finding.StartsWith($"`{part}", StringComparison.Ordinal) && finding.AsSpan(part.Length + 1) is ['`' or '.' or '[', ..];
}
