using RealComponents;

namespace ActivityCore.Cli.Tests.Deployment;

/// <summary>Every kustomization builds, every object decodes strictly, and every pod is allowed where the level is restricted.</summary>
public sealed class KustomizationTests
{
    [Theory]
    [InlineData("base")]
    [InlineData("railiance")]
    public async Task Kustomization_AtLevelRestricted_IsClean(string name) => await CheckAsync(Path.Combine(Manifests.Folder, name));

    [Fact]
    public async Task Components_OnTheOverlay_AreClean()
    {
        var components = Directory.EnumerateDirectories(Path.Combine(Manifests.Folder, "components")).Select(Path.GetFileName).ToList();
        var folder = Repository.Scratch("k8s-components");
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [../../../k8s/railiance]
            components: [{string.Join(", ", components.Select(component => $"../../../k8s/components/{component}"))}]
            """);

        Assert.NotEmpty(components);
        await CheckAsync(folder);
    }

    private static async Task CheckAsync(string folder)
    {
        await using var check = ComponentProcess.Start(TemporalTools.Require("k8scheck"), ["-level", "restricted", folder]);

        Assert.True(await check.WaitForExitAsync(TimeSpan.FromMinutes(1)), "k8scheck does not end");
        Assert.True(check.ExitCode == 0, check.Output);
        Assert.DoesNotContain("kind not known", check.Output, StringComparison.Ordinal);
        Assert.All(
            ["Job/activity-core-migrate", "Deployment/activity-core-api", "Deployment/activity-core-router", "Deployment/activity-core-worker"],
            part => Assert.Contains($"ok {part}", check.Output, StringComparison.Ordinal));
    }
}
