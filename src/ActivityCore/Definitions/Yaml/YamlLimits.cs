namespace ActivityCore.Definitions.Yaml;

/// <summary>Bounds of one file. The YAML library ends the whole process on deep nesting and eats memory on aliases, so they are checked before it builds anything.</summary>
internal static class YamlLimits
{
    public const int MaxBytes = 256 * 1024;

    public const int MaxDepth = 32;

    public const int MaxEvents = 20_000;

    /// <summary>Brackets that may be open in the bare text; higher than <see cref="MaxDepth"/>, since text may hold brackets that are no YAML.</summary>
    public const int MaxOpenBrackets = 200;

    /// <summary>Dashes and question marks that may follow each other on one line, each the start of one more level.</summary>
    public const int MaxCompactLevels = 32;
}
