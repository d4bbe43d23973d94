namespace ActivityCore.Definitions;

/// <summary>What one file came to.</summary>
/// <param name="Definition">Null where there is an error.</param>
/// <param name="Problems">Errors and warnings in the order of the file.</param>
public sealed record DefinitionReading(ActivityDefinition? Definition, IReadOnlyList<FileProblem> Problems);
