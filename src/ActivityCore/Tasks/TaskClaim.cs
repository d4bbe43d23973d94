using ActivityCore.Rules;

namespace ActivityCore.Tasks;

/// <summary>A task to be written down before it is sent.</summary>
public sealed record TaskClaim
{
    public required PlannedTask Task { get; init; }

    public required string RunId { get; init; }

    public required Guid DefinitionId { get; init; }

    public required string DefinitionHash { get; init; }

    /// <summary>The verdict that asked for it; null where it comes from no rule.</summary>
    public RuleDecision? Rule { get; init; }

    public required string Sink { get; init; }

    /// <summary>The <c>triggering_event_id</c> that the sink will send.</summary>
    public required string SentEventId { get; init; }
}
