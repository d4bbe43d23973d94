using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActivityCore.Context;

/// <summary>
/// <c>state-hub.health</c>: whether State Hub answers. Always a value, <c>{ reachable, status, reason }</c>, so that a rule can decide on it.
/// Reachable means an answer other than a server error: which path State Hub reports its health on is an assumption.
/// </summary>
internal sealed class StateHubHealthSource(StateHubClient stateHub) : IContextSource
{
    public const string SourceName = "state-hub.health";

    public string Name => SourceName;

    public async Task<ContextAnswer> ReadAsync(JsonElement parameters, CancellationToken cancellationToken = default)
    {
        if (Parameters.Refuse(SourceName, parameters) is { } refusal)
        {
            return refusal;
        }

        var (status, reason) = await stateHub.ProbeAsync("health", cancellationToken);
        var reachable = status < 500;
        return new ContextAnswer.Found(JsonSerializer.SerializeToElement(new JsonObject
        {
            ["reachable"] = reachable,
            ["status"] = status,
            ["reason"] = reachable ? null : reason ?? $"State Hub answered GET health with {status}.",
        }));
    }
}
