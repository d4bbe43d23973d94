namespace ActivityCore.Definitions;

/// <summary>What one file came to.</summary>
/// <param name="Definition">Null where there is an error.</param>
/// <param name="Problems">Errors and warnings in the order of the file.</param>
public sealed record DefinitionReading(ActivityDefinition? Definition, IReadOnlyList<FileProblem> Problems)
{
    /// <summary>Where <c>id</c> stands, for what only shows between files.</summary>
    internal (int Line, int Column) IdAt { get; init; } = (1, 1);

    /// <summary>Where <c>name</c> stands.</summary>
    internal (int Line, int Column) NameAt { get; init; } = (1, 1);
}
