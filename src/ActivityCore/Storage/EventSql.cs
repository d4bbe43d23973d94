namespace ActivityCore.Storage;

/// <summary>The statements on <c>events</c>.</summary>
internal static class EventSql
{
    public const string Select = """
        select seq as Seq, envelope as Envelope, intake as Intake, received_at as ReceivedAt, state as State, routed_at as RoutedAt,
               no_match as NoMatch, schema_flags as SchemaFlags, conflicts as Conflicts,
               content_hash as ContentHash, payload_removed_at as PayloadRemovedAt
        from events
        """;

    public const string Insert = """
        insert into events (publisher, id, type, version, occurred_at, received_at, envelope, intake, schema_flags, state, holds_secrets)
        values (@publisher, @id, @type, @version, @occurredAt, @now, @envelope, @intake, @schemaFlags, 'received', @holdsSecrets)
        on conflict (publisher, id) do nothing
        """;

    public const string CountConflict = "update events set conflicts = conflicts + 1 where publisher = @publisher and id = @id";

    public const string MarkRouted = """
        update events set state = 'routed', routed_at = @now, no_match = @noMatch
        where publisher = @publisher and id = @id and state = 'received'
        """;
}
