using Google.Protobuf;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Schedules;

/// <summary>Schedules in the database.</summary>
internal sealed class ScheduleStore(Database database)
{
    private long _lastKey = database.Read(c => c.Scalar("SELECT coalesce(max(schedule_key), 0) FROM schedules"));

    public long NextKey() => Interlocked.Increment(ref _lastKey);

    public List<(long Key, long NamespaceKey, ScheduleRecord Record)> ReadAll() => database.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT schedule_key, ns_key, state FROM schedules ORDER BY schedule_key");
        var all = new List<(long, long, ScheduleRecord)>();
        while (statement.Step())
            all.Add((statement.Int64(0), statement.Int64(1), ScheduleRecord.Parser.ParseFrom(statement.Blob(2))));
        return all;
    });

    public Task InsertAsync(long key, NamespaceEntry ns, ScheduleRecord record)
    {
        var state = record.ToByteArray();
        var values = SearchAttributeRules.Values(ns, record.SearchAttributes);
        return database.WriteAsync(connection =>
        {
            connection["INSERT INTO schedules (schedule_key, ns_key, schedule_id, create_time, paused, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
                .Bind(1, key).Bind(2, ns.Key).Bind(3, record.ScheduleId).Bind(4, record.CreateTime)
                .Bind(5, record.Schedule.State.Paused ? 1L : 0L).Bind(6, state).Execute();
            InsertValues(connection, key, values);
        });
    }

    public Task UpdateAsync(long key, NamespaceEntry ns, ScheduleRecord record, bool attributesChanged)
    {
        var state = record.ToByteArray();
        var values = attributesChanged ? SearchAttributeRules.Values(ns, record.SearchAttributes) : null;
        return database.WriteAsync(connection =>
        {
            connection["UPDATE schedules SET paused = ?2, state = ?3 WHERE schedule_key = ?1"]
                .Bind(1, key).Bind(2, record.Schedule.State.Paused ? 1L : 0L).Bind(3, state).Execute();
            if (values is null)
                return;
            connection["DELETE FROM schedule_values WHERE schedule_key = ?1"].Bind(1, key).Execute();
            InsertValues(connection, key, values);
        });
    }

    public Task DeleteAsync(long key) => database.WriteAsync(connection =>
    {
        connection["DELETE FROM schedules WHERE schedule_key = ?1"].Bind(1, key).Execute();
        connection["DELETE FROM schedule_values WHERE schedule_key = ?1"].Bind(1, key).Execute();
    });

    private static void InsertValues(SqlConnection connection, long key, List<SearchValue> values)
    {
        foreach (var value in values)
        {
            connection["INSERT INTO schedule_values (schedule_key, name, position, value) VALUES (?1, ?2, ?3, ?4)"]
                .Bind(1, key).Bind(2, value.Name).Bind(3, (long)value.Position).BindAny(4, value.Value).Execute();
        }
    }
}
