using System.Text.RegularExpressions;
using RealComponents;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The definitions that ship, as they are and with cron times that do not come.</summary>
internal static partial class ShippedDefinitions
{
    private static readonly Lazy<string> AtRestFolder = new(CopyAtRest);

    public static string Folder => Path.Combine(Repository.Root, "activity-definitions");

    /// <summary>Each waits for the next 29 February: a test that counts runs must not meet one that the time of day has started.</summary>
    public static string AtRest => AtRestFolder.Value;

    private static string CopyAtRest()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "definitions-at-rest");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), CronTime().Replace(File.ReadAllText(file), "cron: \"0 0 29 2 *\""));
        }

        return folder;
    }

    [GeneratedRegex("cron: \"[^\"]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex CronTime();
}
