namespace ActivityCore.Storage;

/// <summary>Reads a statement of names and counts.</summary>
internal static class Counts
{
    public static async Task<IReadOnlyDictionary<T, long>> ReadAsync<T>(Session session, string sql)
        where T : struct, Enum
    {
        var rows = await session.QueryAsync<Row>(sql);
        return rows.ToDictionary(row => EnumText<T>.Parse(row.Name), row => row.Count);
    }

    private sealed class Row
    {
        public required string Name { get; init; }

        public required long Count { get; init; }
    }
}
