namespace ActivityCore.Definitions.Yaml;

/// <summary>How a scalar was written.</summary>
internal enum YamlScalarStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single or double quotes: its text begins one column later.</summary>
    Quoted,

    /// <summary>As a block with <c>|</c> or <c>&gt;</c>: its text begins on a later line.</summary>
    Block,
}
