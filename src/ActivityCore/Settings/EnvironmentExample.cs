using System.Text;

namespace ActivityCore.Settings;

/// <summary>Writes <c>.env.example</c>.</summary>
public static class EnvironmentExample
{
    private const int Width = 118;

    /// <summary>The file's text: every setting with what it does, commented out.</summary>
    public static string Write()
    {
        var text = new StringBuilder()
            .Append("# Settings of ActivityCore, written from the program's own table. All of them are optional.\n")
            .Append("# Secrets may stand in files instead: NAME_FILE=/run/secrets/NAME.\n");
        foreach (var group in SettingsTable.Groups)
        {
            text.Append('\n').Append("## ").Append(group.Title).Append('\n');
            foreach (var setting in group.Settings)
            {
                Append(text.Append('\n'), setting);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Setting setting)
    {
        var line = "#";
        foreach (var word in $"{setting.Help}{(setting.Default is null ? "" : $" Default: {setting.Default}")}{(setting.IsSecret ? " Secret." : "")}".Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line = "#";
            }

            line += " " + word;
        }

        text.Append(line).Append('\n').Append('#').Append(setting.Name).Append('=').Append(setting.Default ?? setting.Example).Append('\n');
    }
}
