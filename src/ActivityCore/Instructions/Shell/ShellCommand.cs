using ActivityCore.Storage;

namespace ActivityCore.Instructions.Shell;

/// <summary>A program that definitions may have started, by its name. Comes from the worker's settings alone. Immutable; holds secrets, so never log it.</summary>
public sealed record ShellCommand
{
    /// <summary>The name in definitions.</summary>
    public required string Name { get; init; }

    /// <summary>The program's absolute path and the arguments that come before a definition's.</summary>
    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>The working directory; null: the system's for temporary files.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables that it sees, by name. Nothing else of the worker's environment reaches it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables that it sees and whose values are masked in everything that it says.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The longest that an attempt may take, whatever a definition asks for; null: what the definition asks for.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many arguments a definition may give. Default 64.</summary>
    public int MaxArguments { get; init; } = InstructionLimits.MaxArguments;

    /// <summary>Leaves values out.</summary>
    public override string ToString() => $"{Name} ({Run[0]})";

    /// <summary>A text in which the secrets are masked, also as JSON and addresses escape them.</summary>
    internal string Withhold(string text) => Redaction.Known(text, Secrets.Values);
}
