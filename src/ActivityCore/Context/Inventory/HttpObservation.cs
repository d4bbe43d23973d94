namespace ActivityCore.Context.Inventory;

/// <summary>What a look at an address showed. No body, header or address in it.</summary>
internal sealed record HttpObservation
{
    /// <summary>Null: no answer.</summary>
    public int? Status { get; init; }

    public int? LatencyMs { get; init; }

    /// <summary>Whole days that the certificate is still valid; null without TLS.</summary>
    public int? TlsDaysLeft { get; init; }

    /// <summary>Why there is no answer, in a word; null where there is one.</summary>
    public string? Reason { get; init; }
}
