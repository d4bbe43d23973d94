using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Engine;

/// <summary>What the core needs to know of its surroundings; handed in, so that the core itself stays pure.</summary>
internal sealed class EngineRules
{
    /// <summary>A new unique id for a run or a request.</summary>
    public required Func<string> NewId { get; init; }

    /// <summary>Whether a worker has lately asked a task queue for workflow tasks.</summary>
    public required Func<NamespaceEntry, string, bool> HasRecentPoller { get; init; }

    public required Func<string, NamespaceEntry?> FindNamespace { get; init; }

    /// <summary>A number that grows with every event of the service.</summary>
    public required Func<long> NextTaskId { get; init; }
}
