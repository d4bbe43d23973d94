using System.Text.Json;

namespace ActivityCore.Evidence;

/// <summary>State Hub's <c>POST /progress/</c>.</summary>
internal sealed class StateHubProgressSink(EvidenceReceiver hub) : IEvidenceSink
{
    private const string Path = "progress/";

    public string Name => EvidenceSinks.StateHubProgress;

    public async Task<EvidenceResult> SendAsync(string key, JsonElement payload, bool maybeThere, CancellationToken cancellationToken = default)
    {
        if (maybeThere)
        {
            var query = new Dictionary<string, string>(StringComparer.Ordinal) { ["event_type"] = EvidenceReceiver.Text(payload, "event_type")!, ["limit"] = "200" };
            var (found, instead) = await hub.GetAsync(Path, query, cancellationToken);
            if (found is not { } list)
            {
                return instead!;
            }

            if (EvidenceReceiver.Items(list).FirstOrDefault(entry => string.Equals(EvidenceReceiver.Text(entry, "detail", "idempotency_key"), key, StringComparison.Ordinal))
                is { ValueKind: JsonValueKind.Object } there)
            {
                return new EvidenceResult.Submitted(EvidenceReceiver.Id(there) ?? "there already");
            }
        }

        return await hub.PostAsync(Path, key, payload, cancellationToken);
    }
}
