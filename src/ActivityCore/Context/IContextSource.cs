using System.Text.Json;

namespace ActivityCore.Context;

/// <summary>Something that definitions may look up. Safe to share; never throws for what a network or a neighbour does.</summary>
public interface IContextSource
{
    /// <summary>The name in definitions, such as <c>state-hub.repos</c>.</summary>
    string Name { get; }

    /// <summary>Looks it up now. Cancelled only by <paramref name="cancellationToken"/>.</summary>
    /// <param name="parameters">The entry's parameters, a JSON object.</param>
    /// <param name="cancellationToken">Ends the call with <see cref="OperationCanceledException"/>.</param>
    Task<ContextAnswer> ReadAsync(JsonElement parameters, CancellationToken cancellationToken = default);
}
