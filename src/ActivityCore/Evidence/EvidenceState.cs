namespace ActivityCore.Evidence;

/// <summary>How a piece of evidence stands.</summary>
public enum EvidenceState
{
    /// <summary>To be sent, for the first time or again.</summary>
    Pending,

    /// <summary>Its receiver has it.</summary>
    Submitted,

    /// <summary>Not sent, for the reason that its status names; State Hub stands in for Inter-Hub.</summary>
    Deferred,

    /// <summary>Cannot be sent as it is; a dead letter says why.</summary>
    Rejected,
}
