using ActivityCore.Http;
using ActivityCore.Storage;

namespace ActivityCore.Context;

/// <summary>Reads from State Hub, within the bounds and by the way of every endpoint. Safe to share.</summary>
internal sealed class StateHubClient(HttpEndpoints endpoints, Uri? address)
{
    private static readonly ContextAnswer.Refused NotSet = new("STATE_HUB_URL is not set; set it to State Hub's base address.");
    private readonly HttpEndpoint? _endpoint = address is null ? null : HttpEndpoint.OfNeighbour("State Hub", address);

    /// <summary>The answer to a GET below the base address, as JSON.</summary>
    public async Task<ContextAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        _endpoint is null ? NotSet : await EndpointJson.ReadAsync(endpoints, _endpoint, new() { Path = path }, Redaction.Json, cancellationToken);

    /// <summary>The status of a GET, whatever it is; null with the reason where there was no answer at all.</summary>
    public async Task<(int? Status, string? Reason)> ProbeAsync(string path, CancellationToken cancellationToken) =>
        _endpoint is null ? (null, NotSet.Reason) : await endpoints.SendAsync(_endpoint, new() { Path = path }, cancellationToken) switch
        {
            HttpEndpointAnswer.Answered answer => (answer.Status, null),
            HttpEndpointAnswer.Unavailable answer => (null, answer.Reason + "."),
            HttpEndpointAnswer.Refused answer => (null, answer.Reason + "."),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
}
