using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Visibility;

/// <summary>Lists and counts schedules, the newest first.</summary>
internal sealed class ScheduleList(Database database)
{
    /// <summary>Keys of a page of schedules, and where the next one begins; null at the end.</summary>
    public (List<long> Keys, long? Next) List(NamespaceEntry ns, QuerySql query, int size, long? before) => database.Read(connection =>
    {
        var at = query.Parameters.Count + 2;
        var page = before is null ? "" : $" AND schedule_key < ?{at}";
        using var statement = connection.Prepare(
            $"SELECT schedule_key FROM schedules WHERE ns_key = ?1 AND {query.Where}{page} ORDER BY schedule_key DESC LIMIT {size}");
        query.Bind(statement, ns);
        if (before is { } key)
            statement.Bind(at, key);
        var keys = new List<long>();
        while (statement.Step())
            keys.Add(statement.Int64(0));
        return (keys, keys.Count == size ? keys[^1] : (long?)null);
    });

    public long Count(NamespaceEntry ns, QuerySql query) => database.Read(connection =>
    {
        using var statement = connection.Prepare($"SELECT count(*) FROM schedules WHERE ns_key = ?1 AND {query.Where}");
        query.Bind(statement, ns);
        return statement.Step() ? statement.Int64(0) : 0;
    });
}
