namespace ActivityCore.Definitions;

/// <summary>Facts of a run's context that go to State Hub or Inter-Hub.</summary>
public sealed record EvidenceEntry
{
    /// <summary><c>state-hub-progress</c> or <c>inter-hub</c>.</summary>
    public required string Sink { get; init; }

    /// <summary>The name under <c>context</c>.</summary>
    public required string Context { get; init; }

    /// <summary>A type of <c>event-types/</c>; for State Hub also <c>ops_inventory_probe</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>The member of the context value that holds the list of entities; null: the value itself.</summary>
    public string? Items { get; init; }

    /// <summary>The member of an entity that names it; null: there is one entity without a name.</summary>
    public string? Key { get; init; }

    /// <summary>Where people see it in Inter-Hub; null: the definition's name.</summary>
    public string? ViewContext { get; init; }

    /// <summary><c>EVENT-TYPE</c> or <c>EVENT-TYPE/ENTITY</c> to the id of an Inter-Hub widget.</summary>
    public IReadOnlyDictionary<string, string> WidgetMapping { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>EVENT-TYPE</c> or <c>EVENT-TYPE/ENTITY</c> to the capability whose widget takes it.</summary>
    public IReadOnlyDictionary<string, string> CapabilityMapping { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
