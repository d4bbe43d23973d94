using System.Text.Json;
using ActivityCore.Evidence;
using ActivityCore.Sandbox;

namespace ActivityCore.Tests.Evidence;

public sealed class StateHubProgressSinkTests : EvidenceSinkConformance
{
    protected override string SinkName => EvidenceSinks.StateHubProgress;

    protected override string? Prelude => null;

    protected override Task<JsonElement> PrepareAsync(SandboxHost sandbox, string key) =>
        Task.FromResult(JsonElement.Parse($$$"""{"event_type":"ops_inventory_probe","summary":"s","detail":{"idempotency_key":"{{{key}}}"}}"""));

    protected override int Arrived(SandboxHost sandbox) => sandbox.StateHub.Progress.Count;
}
