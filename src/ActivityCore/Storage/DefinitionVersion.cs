namespace ActivityCore.Storage;

/// <summary>One version of a definition's file, as it was when first seen.</summary>
public sealed record DefinitionVersion
{
    public required Guid Id { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file's bytes.</summary>
    public required string Hash { get; init; }

    public required string Name { get; init; }

    /// <summary>The file's text.</summary>
    public required string Source { get; init; }

    /// <summary>The path relative to the definitions' folder.</summary>
    public required string File { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }
}
