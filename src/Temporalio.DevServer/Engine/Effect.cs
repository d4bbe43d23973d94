namespace Temporalio.DevServer.Engine;

/// <summary>
/// What follows once a step is stored. Each can be derived again from the state, so that one lost in a crash is repeated,
/// and each is harmless when repeated.
/// </summary>
internal abstract record Effect
{
    /// <summary>Offer the pending workflow task to its queue.</summary>
    public sealed record OfferWorkflowTask : Effect;

    /// <summary>Offer an activity attempt to its queue.</summary>
    public sealed record OfferActivity(long ScheduledEventId) : Effect;

    public sealed record StartChild(long InitiatedEventId) : Effect;

    /// <summary>Let a started child begin, now that its parent has recorded the start.</summary>
    public sealed record ReleaseChild(long InitiatedEventId) : Effect;

    /// <summary>Let a child begin whose parent ended before it could say so.</summary>
    public sealed record ReleaseOrphan : Effect;

    /// <summary>Deliver a signal or cancel request to another workflow.</summary>
    public sealed record ReachOut(long InitiatedEventId) : Effect;

    /// <summary>Tell the parent of the end, and deal with children by their close policy.</summary>
    public sealed record AfterClose : Effect;
}
