using System.Collections.Concurrent;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;

namespace Temporalio.DevServer.Namespaces;

/// <summary>A namespace with its custom search attributes. Thread-safe; the state is replaced whole.</summary>
internal sealed class NamespaceEntry(long key, NamespaceRecord state)
{
    public long Key { get; } = key;

    public NamespaceRecord State { get; set; } = state;

    public string Id => State.Id;

    public string Name => State.Name;

    public ConcurrentDictionary<string, IndexedValueType> SearchAttributes { get; } = new(StringComparer.Ordinal);
}
