using System.Text.Json;

namespace ActivityCore.Demo;

/// <summary>Envelopes that rows send.</summary>
internal static class Events
{
    /// <summary>A rejected decision: one task follows, and the decision's id stands in its title.</summary>
    public static string DecisionResolved(Guid id, string decision) => Write(id, "org.statehub.decision.resolved", new { decision_id = decision, outcome = "rejected", repo_slug = "state-hub" });

    /// <summary>A completed workstream without its id: a rule that looks at the id cannot know.</summary>
    public static string NamelessWorkstream(Guid id) => Write(id, "org.statehub.workstream.completed", new { open_tasks = 0, repo_slug = "state-hub" });

    /// <summary>Any event.</summary>
    public static string Write(Guid id, string type, object attributes) => JsonSerializer.Serialize(
        new { id, type, version = "1.0", timestamp = DateTimeOffset.UtcNow, publisher = "the-custodian/state-hub", attributes });
}
