using RealComponents;

namespace ActivityCore.Cli.Tests.Deployment;

/// <summary><c>bootstrap-secrets.sh</c> against a kubectl that keeps its Secrets in a folder: SECRET/KEY holds the value.</summary>
public sealed class BootstrapSecretsTests : IDisposable
{
    // Only the calls that the script makes; any other ends with 64.
    private const string Kubectl = """
        #!/usr/bin/env bash
        set -euo pipefail
        [ "$1" = --namespace ] && [ "$2" = activity-core ]; shift 2
        case "$1 $2" in
          "get secret") [ -d "$STATE/$3" ] || exit 0
            case "$6" in
              name) echo "secret/$3" ;;
              go-template=*) ls "$STATE/$3" ;;
              *) exit 64 ;;
            esac ;;
          "create secret") mkdir "$STATE/$4" ;;
          "label secret") ;;
          "patch secret")
            [ "$6" = --patch ] && patch=$7 || patch=$(cat "$7")
            [[ $patch =~ ^\{\"data\":\{\"([A-Z_]+)\":\"([A-Za-z0-9+/=]*)\"\}\}$ ]] || exit 64
            printf %s "${BASH_REMATCH[2]}" | base64 -d > "$STATE/$3/${BASH_REMATCH[1]}" ;;
          *) exit 64 ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Bootstrap_OnAnEmptyNamespace_MakesEveryKeyEmpty()
    {
        await RunAsync();

        var keys = Directory.EnumerateFiles(_folder.File("state"), "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(_folder.File("state/activity-core-ops-hub/OPS_HUB_KEY"), keys);
        Assert.Contains(_folder.File("state/activity-core-issue-core/ISSUE_CORE_API_KEY"), keys);
        Assert.Equal(7, keys.Count);
        Assert.All(keys, key => Assert.Equal("", File.ReadAllText(key)));
    }

    [Fact]
    public async Task Bootstrap_WhereKeysAreFilled_LeavesThemAndAddsWhatIsMissing()
    {
        await RunAsync();
        var filled = await RunAsync("--fill", "activity-core-ops-hub", "OPS_HUB_KEY");
        File.Delete(_folder.File("state/activity-core-nats/NATS_TOKEN"));

        var again = await RunAsync();

        Assert.Equal("the-key", await File.ReadAllTextAsync(_folder.File("state/activity-core-ops-hub/OPS_HUB_KEY")));
        Assert.Equal("", await File.ReadAllTextAsync(_folder.File("state/activity-core-nats/NATS_TOKEN")));
        Assert.DoesNotContain("the-key", filled, StringComparison.Ordinal);
        Assert.Contains("activity-core-ops-hub: OPS_HUB_KEY is there", again, StringComparison.Ordinal);
        Assert.Contains("activity-core-nats: NATS_TOKEN is an empty placeholder now", again, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> RunAsync(params string[] arguments)
    {
        var kubectl = _folder.File("kubectl");
        Directory.CreateDirectory(_folder.File("state"));
        await File.WriteAllTextAsync(kubectl, Kubectl);
        await using var chmod = ComponentProcess.Start("/bin/chmod", ["+x", kubectl]);
        Assert.True(await chmod.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["KUBECTL"] = kubectl, ["STATE"] = _folder.File("state"), ["NAMESPACE"] = null };
        var script = Path.Combine(Manifests.Folder, "railiance", "bootstrap-secrets.sh");
        await using var run = ComponentProcess.Start("/bin/bash", ["-c", "printf the-key | exec \"$0\" \"$@\"", script, .. arguments], environment);

        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(3)), "the script does not end");
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }
}
