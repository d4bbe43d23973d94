namespace ActivityCore.Definitions.Fields;

/// <summary>A key of a mapping.</summary>
internal sealed record Field(string Name, Shape Shape, bool Required = false);
