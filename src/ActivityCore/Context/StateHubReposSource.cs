using System.Text.Json;

namespace ActivityCore.Context;

/// <summary><c>state-hub.repos</c>: the list that <c>GET {STATE_HUB_URL}/repos/</c> gives.</summary>
internal sealed class StateHubReposSource(StateHubClient stateHub) : IContextSource
{
    public const string SourceName = "state-hub.repos";

    public string Name => SourceName;

    public async Task<ContextAnswer> ReadAsync(JsonElement parameters, CancellationToken cancellationToken = default)
    {
        if (Parameters.Refuse(SourceName, parameters) is { } refusal)
        {
            return refusal;
        }

        return await stateHub.GetAsync("repos/", cancellationToken) switch
        {
            ContextAnswer.Found { Value.ValueKind: not JsonValueKind.Array } => new ContextAnswer.Refused("State Hub's answer to GET repos/ is no list."),
            var answer => answer,
        };
    }
}
