using ActivityCore.Definitions;

namespace ActivityCore.Storage;

/// <summary>Definition versions in the database.</summary>
internal sealed class DefinitionVersions(Database database, TimeProvider time) : IDefinitionVersions
{
    private const string Select = "select id as Id, hash as Hash, name as Name, source as Source, file as File, first_seen as FirstSeen from activity_definition_versions";

    private const string Insert = """
        insert into activity_definition_versions (id, hash, name, source, file, first_seen)
        values (@id, @hash, @name, @source, @file, @now)
        on conflict do nothing
        """;

    public Task RecordAsync(ActivityDefinition definition, CancellationToken cancellationToken = default) => database.WriteAsync(
        session => session.ExecuteAsync(Insert, new
        {
            id = definition.Id.ToString("D"),
            hash = definition.Hash,
            name = DbText.Clean(definition.Name),
            source = DbText.Clean(definition.Source),
            file = DbText.Clean(definition.File),
            now = session.Time(time.GetUtcNow()),
        }),
        cancellationToken);

    public async Task<DefinitionVersion?> FindAsync(Guid id, string hash, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(session => session.FirstOrDefaultAsync<Row>($"{Select} where id = @id and hash = @hash", new { id = id.ToString("D"), hash }), cancellationToken);
        return row is null ? null : Map(row);
    }

    public async Task<IReadOnlyList<DefinitionVersion>> ListAsync(Guid? id, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync(
            session => id is null
                ? session.QueryAsync<Row>($"{Select} order by first_seen desc, id, hash")
                : session.QueryAsync<Row>($"{Select} where id = @id order by first_seen desc, hash", new { id = id.Value.ToString("D") }),
            cancellationToken);
        return [.. rows.Select(Map)];
    }

    private static DefinitionVersion Map(Row row) => new()
    {
        Id = Guid.Parse(row.Id),
        Hash = row.Hash,
        Name = row.Name,
        Source = row.Source,
        File = row.File,
        FirstSeen = DbText.ReadTime(row.FirstSeen),
    };

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string Hash { get; init; }

        public required string Name { get; init; }

        public required string Source { get; init; }

        public required string File { get; init; }

        public required object FirstSeen { get; init; }
    }
}
