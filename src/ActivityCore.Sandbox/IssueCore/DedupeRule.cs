namespace ActivityCore.Sandbox.IssueCore;

/// <summary>What the receiver takes for a repeat of a task.</summary>
public enum DedupeRule
{
    /// <summary>Nothing: every request makes an issue, as today's issue-core does.</summary>
    None,

    /// <summary><c>triggering_event_id</c> alone, the rule of the NATS ingestion document.</summary>
    TriggeringEventId,

    /// <summary>The <c>Idempotency-Key</c> (REST) or <c>Nats-Msg-Id</c> (NATS) header.</summary>
    IdempotencyKey,
}
