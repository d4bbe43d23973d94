using ActivityCore.Sandbox.IssueCore;

namespace ActivityCore.Sandbox;

/// <summary>How the stand-ins behave.</summary>
public sealed record SandboxOptions
{
    /// <summary>Address to listen on; port 0 lets the system choose. Default 127.0.0.1 and any port.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:0");

    /// <summary>The key that issue-core wants. Default <c>sandbox-key</c>: it opens nothing real.</summary>
    public string IssueCoreApiKey { get; init; } = "sandbox-key";

    /// <summary>What issue-core takes for a repeat. Default the idempotency key.</summary>
    public DedupeRule Dedupe { get; init; } = DedupeRule.IdempotencyKey;

    /// <summary>The key that Inter-Hub wants. Default <c>sandbox-ops-hub-key</c>.</summary>
    public string OpsHubKey { get; init; } = "sandbox-ops-hub-key";

    /// <summary>Where issue-core keeps its issues over a restart, one JSON line each; null: nowhere. Default null.</summary>
    public string? IssuesFile { get; init; }

    /// <summary>Whether State Hub knows some repositories, and Inter-Hub a widget for each declared event type, from the start. Default false.</summary>
    public bool WithSamples { get; init; }
}
