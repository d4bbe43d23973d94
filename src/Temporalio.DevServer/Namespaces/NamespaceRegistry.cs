using System.Collections.Concurrent;
using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Namespaces;

/// <summary>All namespaces, held in memory and written through. Thread-safe.</summary>
internal sealed class NamespaceRegistry : IDisposable
{
    private readonly Database _database;
    private readonly ConcurrentDictionary<string, NamespaceEntry> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NamespaceEntry> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, NamespaceEntry> _byKey = new();
    private readonly SemaphoreSlim _changes = new(1);
    private readonly Func<Guid> _newId;

    public NamespaceRegistry(Database database, Func<Guid> newId)
    {
        _database = database;
        _newId = newId;
        database.Read(Load);
    }

    public IReadOnlyList<NamespaceEntry> All => [.. _byKey.Values.OrderBy(n => n.Key)];

    public NamespaceEntry Get(string name) =>
        _byName.TryGetValue(name, out var found) ? found
        : name.Length == 0 ? throw Refusals.Invalid("Namespace not set on request.")
        : throw Refusals.NamespaceNotFound(name);

    public NamespaceEntry? Find(string name) => _byName.GetValueOrDefault(name);

    public NamespaceEntry GetById(string id) => _byId.TryGetValue(id, out var found) ? found : throw Refusals.NamespaceNotFound(id);

    public NamespaceEntry GetByKey(long key) => _byKey[key];

    public async Task<NamespaceEntry> RegisterAsync(NamespaceRecord state)
    {
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_byName.ContainsKey(state.Name))
                throw Refusals.NamespaceExists(state.Name);
            state.Id = _newId().ToString();
            var key = _byKey.IsEmpty ? 1 : _byKey.Keys.Max() + 1;
            await _database.WriteAsync(c =>
                c["INSERT INTO namespaces (ns_key, name, state) VALUES (?1, ?2, ?3)"]
                    .Bind(1, key).Bind(2, state.Name).Bind(3, state.ToByteArray()).Execute()).ConfigureAwait(false);
            var entry = new NamespaceEntry(key, state);
            Add(entry);
            return entry;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Changes a copy of a namespace's state; an exception of the change leaves it as it was.</summary>
    public async Task<NamespaceEntry> UpdateAsync(NamespaceEntry entry, Action<NamespaceRecord> change)
    {
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            var state = entry.State.Clone();
            change(state);
            await _database.WriteAsync(c => c["UPDATE namespaces SET state = ?2 WHERE ns_key = ?1"]
                .Bind(1, entry.Key).Bind(2, state.ToByteArray()).Execute()).ConfigureAwait(false);
            entry.State = state;
            return entry;
        }
        finally
        {
            _changes.Release();
        }
    }

    public async Task AddSearchAttributesAsync(NamespaceEntry entry, IEnumerable<KeyValuePair<string, IndexedValueType>> attributes)
    {
        var added = attributes.ToList();
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            await _database.WriteAsync(c =>
            {
                foreach (var (name, type) in added)
                {
                    c["INSERT OR REPLACE INTO search_attributes (ns_key, name, type) VALUES (?1, ?2, ?3)"]
                        .Bind(1, entry.Key).Bind(2, name).Bind(3, (long)type).Execute();
                }
            }).ConfigureAwait(false);
            foreach (var (name, type) in added)
                entry.SearchAttributes[name] = type;
        }
        finally
        {
            _changes.Release();
        }
    }

    public async Task RemoveSearchAttributesAsync(NamespaceEntry entry, IReadOnlyCollection<string> names)
    {
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            await _database.WriteAsync(c =>
            {
                foreach (var name in names)
                {
                    c["DELETE FROM search_attributes WHERE ns_key = ?1 AND name = ?2"]
                        .Bind(1, entry.Key).Bind(2, name).Execute();
                }
            }).ConfigureAwait(false);
            foreach (var name in names)
                entry.SearchAttributes.TryRemove(name, out _);
        }
        finally
        {
            _changes.Release();
        }
    }

    public void Dispose() => _changes.Dispose();

    private bool Load(SqlConnection connection)
    {
        using (var namespaces = connection.Prepare("SELECT ns_key, state FROM namespaces"))
        {
            while (namespaces.Step())
                Add(new NamespaceEntry(namespaces.Int64(0), NamespaceRecord.Parser.ParseFrom(namespaces.Blob(1))));
        }

        using var attributes = connection.Prepare("SELECT ns_key, name, type FROM search_attributes");
        while (attributes.Step())
            _byKey[attributes.Int64(0)].SearchAttributes[attributes.Text(1)] = (IndexedValueType)attributes.Int64(2);
        return true;
    }

    private void Add(NamespaceEntry entry)
    {
        _byKey[entry.Key] = entry;
        _byId[entry.Id] = entry;
        _byName[entry.Name] = entry;
    }
}
