using System.Text.Json;

namespace ActivityCore.Cli.Tests;

/// <summary>Envelopes of the types that ship.</summary>
internal static class Envelopes
{
    public static string RepoRegistered(Guid id, string slug = "ledger-api", string domain = "people") => JsonSerializer.Serialize(new
    {
        id,
        type = "org.statehub.repo.registered",
        version = "1.0",
        timestamp = "2026-05-17T03:49:29Z",
        publisher = "the-custodian/state-hub",
        attributes = new { repo_slug = slug, domain },
    });

    /// <summary>One task follows, and the id stands in its title.</summary>
    public static string DecisionResolved(Guid id, string decisionId, string publisher = "the-custodian/state-hub") => JsonSerializer.Serialize(new
    {
        id,
        type = "org.statehub.decision.resolved",
        timestamp = "2026-05-19T09:30:00Z",
        publisher,
        attributes = new { decision_id = decisionId, outcome = "rejected", repo_slug = "state-hub" },
    });

    /// <summary>One task follows.</summary>
    public static string UnexpectedService(Guid id) => File.ReadLines(Dev.DevProcess.Samples)
        .Single(line => line.Contains("a5b0c7de-0005-", StringComparison.Ordinal))
        .Replace("a5b0c7de-0005-4c6a-9d2e-3f1b7a90e005", id.ToString("D"), StringComparison.Ordinal);
}
