namespace ActivityCore.Definitions.Yaml;

/// <summary>A value of a YAML file and where it stands (1-based).</summary>
internal abstract record YamlNode(int Line, int Column);

/// <summary>A text, number, boolean or null: its characters after quotes and escapes. Only a plain one can be anything but text.</summary>
internal sealed record YamlScalar(string Value, YamlScalarStyle Style, int Line, int Column) : YamlNode(Line, Column)
{
    /// <summary>Whether it begins and ends on the same line, so that places inside it have a column.</summary>
    public bool OneLine { get; init; }

    public bool IsPlain => Style == YamlScalarStyle.Plain;
}

internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

/// <summary>Keys are unique and in the order of the file.</summary>
internal sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public YamlNode? this[string key] => Find(key)?.Value;

    public YamlEntry? Find(string key) => Entries.FirstOrDefault(e => string.Equals(e.Key.Value, key, StringComparison.Ordinal));
}

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
