using System.Text.Json;

namespace ActivityCore.Definitions;

/// <summary>A look-up whose answer expressions see as <c>context.NAME</c>.</summary>
public sealed record ContextEntry
{
    /// <summary>The name under <c>context</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A configured source, such as <c>state-hub.repos</c>. Definitions name sources and never write addresses.</summary>
    public required string Source { get; init; }

    /// <summary>Parameters of the source as a JSON object, empty by default.</summary>
    public required JsonElement With { get; init; }

    /// <summary>What an unreachable source does. Default fail.</summary>
    public ContextErrorPolicy OnError { get; init; } = ContextErrorPolicy.Fail;
}
