using ActivityCore.Definitions;

namespace ActivityCore.Routing;

/// <summary>A definition that an event may start a run of.</summary>
/// <param name="Definition">The definition, enabled.</param>
/// <param name="Triggers">Its event triggers whose type fits, in the order of the file. One whose condition holds is enough for the one run.</param>
public sealed record TriggerMatch(ActivityDefinition Definition, IReadOnlyList<Trigger.OnEvent> Triggers);
