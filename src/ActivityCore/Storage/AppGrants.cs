namespace ActivityCore.Storage;

/// <summary>
/// What the program's role may do on PostgreSQL: read, write down, and move on what moves. Never DDL, never delete, and never the columns that say what a row is about; what is
/// settled is guarded by triggers besides.
/// </summary>
internal static class AppGrants
{
    // Every table of ours must stand here with the columns that an update may not name; null: no update at all.
    private static readonly Dictionary<string, string[]?> Fixed = new(StringComparer.Ordinal)
    {
        ["activity_definition_versions"] = null,
        ["events"] = ["seq", "publisher", "id", "type", "version", "occurred_at", "received_at", "intake"],
        ["runs"] = ["seq", "run_id", "definition_id", "definition_name", "definition_hash", "occurrence_kind", "occurrence_key", "nominal_time", "event_publisher", "event_id", "created_at"],
        ["task_spawn_log"] = ["seq", "task_key", "run_id", "definition_id", "definition_hash", "source_type", "source_id", "condition", "target_repo", "fingerprint", "dedupe_key", "created_at"],
        ["task_attempts"] = ["task_seq", "number", "sink", "started_at"],
        ["instruction_log"] = ["seq", "instruction_key", "run_id", "instruction_id", "item", "kind", "created_at"],
        ["instruction_attempts"] = ["instruction_seq", "number", "worker", "started_at"],
        ["evidence_log"] = ["seq", "evidence_key", "run_id", "context_key", "event_type", "sink", "entity", "observed_at", "created_at"],
        ["dead_letters"] = ["seq", "id", "kind", "key", "source", "created_at"],
    };

    /// <summary>The tables whose rights are laid down here.</summary>
    public static IReadOnlyCollection<string> Tables => Fixed.Keys;

    /// <summary>Gives a role exactly these rights in the schema that the connection works in. Run by the owner, after every migration; may be repeated.</summary>
    /// <exception cref="StorageException">The role is not there, or could change the schema all the same.</exception>
    public static async Task ApplyAsync(Session session, string role)
    {
        if (await session.ScalarAsync<long>("select count(*) from pg_catalog.pg_roles where rolname = @role", new { role }) == 0)
        {
            throw new StorageException($"There is no role {role}. Make it first: create role {Quote(role)} login password '...';");
        }

        var schema = await session.ScalarAsync<string>("select current_schema()");
        var grantee = Quote(role);
        await session.ExecuteAsync($"grant usage on schema {Quote(schema)} to {grantee}; revoke create on schema {Quote(schema)} from {grantee};");
        await session.ExecuteAsync($"revoke all on all tables in schema {Quote(schema)} from {grantee}; grant select on schema_history to {grantee};");
        foreach (var table in await session.QueryAsync<string>(
            "select tablename from pg_catalog.pg_tables where schemaname = @schema and tablename <> 'schema_history' order by tablename", new { schema }))
        {
            if (!Fixed.TryGetValue(table, out var kept))
            {
                // Not one of ours.
                continue;
            }

            await session.ExecuteAsync($"grant select, insert on {Quote(table)} to {grantee}");
            if (kept is not null)
            {
                var columns = await session.QueryAsync<string>(
                    "select column_name from information_schema.columns where table_schema = @schema and table_name = @table order by ordinal_position", new { schema, table });
                await session.ExecuteAsync($"grant update ({string.Join(", ", columns.Except(kept, StringComparer.Ordinal).Select(Quote))}) on {Quote(table)} to {grantee}");
            }
        }

        if (await session.ScalarAsync<bool>("select has_schema_privilege(@role, current_schema(), 'CREATE') or (select rolsuper from pg_catalog.pg_roles where rolname = @role)", new { role }))
        {
            throw new StorageException(
                $"The role {role} may still change the schema {schema}: it is a superuser, owns it, or everyone may. Give the program a role of its own, or run as a superuser: revoke create on schema {Quote(schema)} from public;");
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
