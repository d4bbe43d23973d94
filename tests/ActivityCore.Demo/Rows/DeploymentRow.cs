using ActivityCore.Settings;
using RealComponents;

namespace ActivityCore.Demo.Rows;

/// <summary>The manifests are clean at level restricted, the list of settings is the program's own, and the definitions pass their golden cases.</summary>
internal sealed class DeploymentRow : IMissionRow
{
    public string Id => "M15";

    public string What => "k8s, scripts, docs, .env.example";

    public async Task<string> SeeAsync(Stage stage)
    {
        var settings = SettingsTable.Groups.Sum(group => group.Settings.Count);
        MissionException.ThrowUnless(await File.ReadAllTextAsync(Path.Combine(Repository.Root, ".env.example"), stage.Cancel) == EnvironmentExample.Write(), ".env.example is not what the table of settings gives");
        var cases = (await stage.JsonAsync("test", stage.Neighbourhood.DefinitionsFolder)).EnumerateArray().ToList();
        MissionException.ThrowUnless(cases.Count > 0 && cases.TrueForAll(test => test.GetProperty("passed").GetBoolean()), "a golden case fails");
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Count();

        var objects = new List<string>();
        foreach (var folder in new[] { "base", "railiance" })
        {
            await using var check = ComponentProcess.Start(TemporalTools.Require("k8scheck"), ["-level", "restricted", Path.Combine(Repository.Root, "k8s", folder)]);
            MissionException.ThrowUnless(await check.WaitForExitAsync(TimeSpan.FromMinutes(1)) && check.ExitCode == 0, check.Output);
            objects.Add($"{folder} {check.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))}");
        }

        return $"k8scheck at level restricted: {string.Join(" and ", objects)} objects, no findings; .env.example has the program's {settings} settings; {cases.Count} golden cases pass; {pages} pages in docs/";
    }
}
