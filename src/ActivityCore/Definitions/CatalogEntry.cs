namespace ActivityCore.Definitions;

/// <summary>One file of the definitions' folder.</summary>
public sealed record CatalogEntry
{
    /// <summary>The path relative to the folder.</summary>
    public required string File { get; init; }

    /// <summary>How it stands.</summary>
    public required DefinitionState State { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file as it is on disk; of a broken file another one than the definition's.</summary>
    public required string FileHash { get; init; }

    /// <summary>The definition in use; null where there is none.</summary>
    public ActivityDefinition? Definition { get; init; }

    /// <summary>What is wrong with the file as it is on disk.</summary>
    public IReadOnlyList<FileProblem> Problems { get; init; } = [];

    /// <summary>The state in words: <c>loaded</c>, <c>disabled</c>, <c>broken</c> or <c>broken, last good HASH kept</c>.</summary>
    public string StateText => State switch
    {
        DefinitionState.Loaded => "loaded",
        DefinitionState.Disabled => "disabled",
        DefinitionState.BrokenLastGoodKept => $"broken, last good {Definition!.Hash[..12]} kept",
        _ => "broken",
    };
}
