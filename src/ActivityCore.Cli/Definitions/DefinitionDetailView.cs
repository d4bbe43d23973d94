namespace ActivityCore.Cli.Definitions;

/// <summary>A definition with its file's text.</summary>
internal sealed record DefinitionDetailView(DefinitionView Definition, string Source);
