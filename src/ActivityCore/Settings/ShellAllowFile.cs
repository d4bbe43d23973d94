using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Instructions.Shell;
using ActivityCore.Storage;
using Yaml = ActivityCore.Definitions.Yaml.Read;

namespace ActivityCore.Settings;

/// <summary>Reads the allow-list of commands, with every fault at once and no secret in any of them.</summary>
internal static class ShellAllowFile
{
    public static IReadOnlyList<ShellCommand> Read(SettingsReader read, Setting setting)
    {
        if (read.FileBytes(setting, YamlLimits.MaxBytes + 1) is not ({ } path, { } bytes))
        {
            return [];
        }

        var problems = new ProblemList(path);
        var root = YamlReader.Read(bytes, problems);
        if (root is not null)
        {
            new ShapeCheck(problems).Check("file", root, ShellFields.Root);
        }

        var entries = (Yaml.Mapping(root as YamlMapping, "commands")?.Entries ?? []).Where(entry => entry.Value is YamlMapping).Select(entry => (Name: entry.Key.Value, Node: (YamlMapping)entry.Value)).ToArray();
        foreach (var (_, node) in entries)
        {
            Check(node, problems);
        }

        if (problems.HasErrors)
        {
            foreach (var problem in problems.InOrder)
            {
                read.Refuse(setting, problem.ToString());
            }

            return [];
        }

        return [.. entries.Select(entry => Command(entry.Name, entry.Node, read, setting))];
    }

    private static void Check(YamlMapping node, ProblemList problems)
    {
        if (Yaml.Texts(node, "run").FirstOrDefault() is { } program && ShellFields.FaultOfPath(program.Value) is { } fault)
        {
            problems.Error(program, $"The program {fault} What a PATH would find may be another program tomorrow.");
        }

        foreach (var name in Yaml.Texts(node, "env").Where(name => Redaction.IsSecretName(name.Value)))
        {
            problems.Error(name, $"`{Shown.Of(name.Value)}` sounds like a secret: name it under `secrets`, so that its value is masked.");
        }
    }

    private static ShellCommand Command(string name, YamlMapping node, SettingsReader read, Setting setting)
    {
        var command = new ShellCommand { Name = name, Run = [.. Yaml.Texts(node, "run").Select(text => text.Value)] };
        return command with
        {
            Directory = Yaml.Text(node, "cwd"),
            Environment = Values("env", variable => read.Text(new Setting(variable, ""))),
            Secrets = Values("secrets", variable => read.Secret(new Setting(variable, "") { IsSecret = true })),
            Timeout = Yaml.Duration(node, "timeout"),
            MaxArguments = Yaml.Integer(node, "max_args") ?? command.MaxArguments,
        };

        Dictionary<string, string> Values(string key, Func<string, string?> value)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var variable in Yaml.Texts(node, key).Select(text => text.Value).Distinct(StringComparer.Ordinal))
            {
                if (value(variable) is { } found)
                {
                    values[variable] = found;
                }
                else
                {
                    read.Refuse(setting, $"the command {name} is to see {variable}, which is not set; set it, or take it out of `{key}`.");
                }
            }

            return values;
        }
    }
}
