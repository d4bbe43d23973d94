using ActivityCore.Definitions;

namespace ActivityCore.Cli.Definitions;

/// <summary>A file of the definitions' folder as lists print it. The member names are a contract (docs/cli.md): they are added to and never renamed.</summary>
internal sealed record DefinitionView
{
    public required string File { get; init; }

    /// <summary>loaded, disabled, broken or broken_last_good_kept.</summary>
    public required DefinitionState State { get; init; }

    /// <summary>Null where the file is broken and no good version is known; so are the members below.</summary>
    public Guid? Id { get; init; }

    public string? Name { get; init; }

    public string? Owner { get; init; }

    public string? Description { get; init; }

    public string? Hash { get; init; }

    /// <summary>One line each: <c>event TYPE</c>, <c>cron TEXT (ZONE)</c> or <c>manual</c>.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>One line each: <c>ID (KIND)</c>.</summary>
    public required IReadOnlyList<string> Instructions { get; init; }

    public required IReadOnlyList<ProblemView> Problems { get; init; }

    public static DefinitionView Of(CatalogEntry entry) => new()
    {
        File = entry.File,
        State = entry.State,
        Id = entry.Definition?.Id,
        Name = entry.Definition?.Name,
        Owner = entry.Definition?.Owner,
        Description = entry.Definition?.Description,
        Hash = entry.Definition?.Hash,
        Triggers = [.. (entry.Definition?.Triggers ?? []).Select(Text)],
        Rules = [.. (entry.Definition?.Rules ?? []).Select(rule => rule.Id)],
        Instructions = [.. (entry.Definition?.Instructions ?? []).Select(instruction => $"{instruction.Id} ({instruction.Action.Kind.ToString().ToLowerInvariant()})")],
        Problems = [.. entry.Problems.Select(ProblemView.Of)],
    };

    private static string Text(Trigger trigger) => trigger switch
    {
        Trigger.OnEvent { When: { } when } e => $"event {e.Type} when {when.Text}",
        Trigger.OnEvent e => $"event {e.Type}",
        Trigger.OnCron cron => $"cron {cron.Expression} ({cron.TimeZone})",
        _ => "manual",
    };
}
