using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;

namespace ActivityCore.Instructions.Shell;

/// <summary>The keys of the allow-list of commands: one table for its reader and for <c>schemas/shell-allow.schema.json</c>.</summary>
internal static class ShellFields
{
    private static readonly ObjectShape Command = new("a command", "A program that definitions may have started by its name.",
    [
        new("run", new ListShape("The program's absolute path, and the arguments that come before a definition's.", new TextShape("The path, or an argument.") { MaxLength = 4_000, MayBeEmpty = true, Examples = ["/usr/bin/python3", "/opt/state-hub/scripts/consistency_check.py"] }) { MinItems = 1 }, Required: true),
        new("description", new TextShape("One sentence for people.") { MaxLength = 500 }),
        new("cwd", new TextShape("The working directory, an absolute path. Default: the system's for temporary files.") { MaxLength = 1_000, Check = FaultOfPath }),
        new("env", new ListShape("The variables of the worker's environment that it sees. Nothing else reaches it.", Variable("A variable's name."))),
        new("secrets", new ListShape("Variables that it sees and whose values are masked in everything that it says; NAME_FILE may name a file instead.", Variable("A variable's name."))),
        new("timeout", new TextShape("The longest that an attempt may take, whatever a definition asks for.") { Pattern = Duration.Pattern, MaxLength = 10, Examples = ["10m"], Check = Duration.Fault }),
        new("max_args", new IntegerShape("How many arguments a definition may give. Default 64.", 0, InstructionLimits.MaxArguments)),
    ]);

    public static readonly ObjectShape Root = new("an allow-list", "Programs that `shell` instructions may have started, by name.",
    [
        new("commands", new MapShape("The commands by name.", Command) { KeyPattern = Names.DashedPattern, CheckKey = Names.FaultOfDashed }, Required: true),
    ]);

    public static string? FaultOfPath(string path) => Path.IsPathFullyQualified(path) ? null : $"is `{Shown.Of(path)}` and must be an absolute path.";

    private static TextShape Variable(string description) => new(description)
    {
        MaxLength = 100,
        Pattern = "^[A-Za-z_][A-Za-z0-9_]*$",
        Check = name => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])
            ? null
            : $"is `{Shown.Of(name)}` and must be the name of a variable: letters, digits and underscores.",
    };
}
