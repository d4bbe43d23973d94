using System.Collections;
using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Common;

/// <summary>
/// Search attributes with their types. Made by a <see cref="Builder" />. Inside a workflow the collection shows what
/// the workflow has upserted so far; everywhere else it never changes.
/// </summary>
public class SearchAttributeCollection : IReadOnlyCollection<SearchAttributeKey>
{
    /// <summary>No search attributes.</summary>
    public static readonly SearchAttributeCollection Empty = new([]);

    private readonly SortedDictionary<SearchAttributeKey, object> _values;

    internal SearchAttributeCollection()
        : this([])
    {
    }

    private SearchAttributeCollection(SortedDictionary<SearchAttributeKey, object> values) => _values = values;

    /// <summary>How many attributes there are.</summary>
    public int Count => _values.Count;

    /// <summary>The values by key.</summary>
    public IReadOnlyDictionary<SearchAttributeKey, object> UntypedValues => _values;

    /// <summary>Reads the wire form. Values that are null there are left out.</summary>
    /// <exception cref="ArgumentException">A payload has no known type.</exception>
    public static SearchAttributeCollection FromProto(SearchAttributes searchAttributes)
    {
        var values = new SortedDictionary<SearchAttributeKey, object>();
        foreach (var (name, payload) in searchAttributes.IndexedFields)
        {
            if (SearchAttributePayloads.Read(payload) is { } read)
                values[new SearchAttributeKey(name, read.Type)] = read.Value;
        }

        return new SearchAttributeCollection(values);
    }

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">No attribute has this name and type.</exception>
    /// <exception cref="InvalidCastException">The value came over the wire in another form; see <see cref="UntypedValues" />.</exception>
    public T Get<T>(SearchAttributeKey<T> key)
        where T : notnull =>
        _values.TryGetValue(key, out var value)
            ? (T)value
            : throw new KeyNotFoundException($"No search attribute {key} is present.");

    /// <summary>The value of a key, if it is present with this type.</summary>
    public bool TryGetValue<T>(SearchAttributeKey<T> key, out T value)
        where T : notnull
    {
        if (_values.TryGetValue(key, out var found) && found is T typed)
        {
            value = typed;
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>True when an attribute has this name and type.</summary>
    public bool ContainsKey<T>(SearchAttributeKey<T> key)
        where T : notnull => _values.ContainsKey(key);

    /// <summary>True when an attribute has this name.</summary>
    public bool ContainsKey(string key) => FindByName(_values, key) is not null;

    /// <inheritdoc />
    public IEnumerator<SearchAttributeKey> GetEnumerator() => _values.Keys.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The wire form.</summary>
    public SearchAttributes ToProto()
    {
        var proto = new SearchAttributes();
        foreach (var (key, value) in _values)
            proto.IndexedFields.Add(key.Name, SearchAttributePayloads.Write(key, value));
        return proto;
    }

    /// <summary>Applies what a workflow upserts. Not thread-safe: only the workflow's own thread may call it.</summary>
    /// <exception cref="ArgumentException">Two updates have the same name; nothing was changed.</exception>
    internal void ApplyUpdates(IReadOnlyCollection<SearchAttributeUpdate> updates)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var update in updates)
        {
            if (!seen.Add(update.UntypedKey.Name))
                throw new ArgumentException($"Multiple updates seen for key {update.UntypedKey.Name}", nameof(updates));
        }

        foreach (var update in updates)
        {
            RemoveByName(_values, update.UntypedKey.Name);
            if (update.HasValue)
                _values[update.UntypedKey] = update.UntypedValue;
        }
    }

    private static SearchAttributeKey? FindByName(SortedDictionary<SearchAttributeKey, object> values, string name) =>
        values.Keys.FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.Ordinal));

    private static void RemoveByName(SortedDictionary<SearchAttributeKey, object> values, string name)
    {
        if (FindByName(values, name) is { } key)
            values.Remove(key);
    }

    /// <summary>Builds a collection. A name is present once, with the type it was last set with. Not thread-safe.</summary>
    public class Builder
    {
        private readonly SortedDictionary<SearchAttributeKey, object> _values = [];

        public Builder()
        {
        }

        /// <summary>Starts from a copy.</summary>
        public Builder(SearchAttributeCollection searchAttributes) => Set(searchAttributes);

        /// <summary>Sets one value.</summary>
        public Builder Set<T>(SearchAttributeKey<T> key, T value)
            where T : notnull
        {
            SetUntyped(key, value);
            return this;
        }

        /// <summary>Sets every value of a collection.</summary>
        public Builder Set(SearchAttributeCollection searchAttributes)
        {
            foreach (var (key, value) in searchAttributes._values)
                SetUntyped(key, value);
            return this;
        }

        /// <summary>Removes the attribute of this name, whatever its type.</summary>
        public Builder Unset(SearchAttributeKey key) => Unset(key.Name);

        /// <summary>Removes the attribute of this name, whatever its type.</summary>
        public Builder Unset(string name)
        {
            RemoveByName(_values, name);
            return this;
        }

        /// <summary>A collection of what is set now; the builder can be used further.</summary>
        public SearchAttributeCollection ToSearchAttributeCollection() => new(new SortedDictionary<SearchAttributeKey, object>(_values));

        private void SetUntyped(SearchAttributeKey key, object value)
        {
            RemoveByName(_values, key.Name);
            _values[key] = value;
        }
    }
}
