using System.Text;
using ActivityCore.Context.Inventory;

namespace ActivityCore.Tests.Context.Inventory;

public sealed class InventoryLoaderTests
{
    private const string Head = "environment: production\nrepo: railiance-inventory\n";

    [Fact]
    public void Load_WhatIsLeftOut_ComesFromTheInventory()
    {
        var (inventory, problems) = Load(Head + "services: { a: { health: 'https://a.example/health?probe=1' }, b: { environment: staging, repo: b-repo, severity: high, expect: absent } }");

        Assert.Empty(problems);
        Assert.Equal(("production", "railiance-inventory", "medium", true), Of(inventory!.Services[0]));
        Assert.Equal(("staging", "b-repo", "high", false), Of(inventory.Services[1]));

        static (string, string, string, bool) Of(InventoryService service) => (service.Environment, service.Repo, service.Severity, service.ShouldRun);
    }

    [Theory]
    [InlineData("services: { a: { health: 'https://u:planted-secret@a' } }", "3:26: error: `health` is no address: write http://HOST/PATH or https://HOST/PATH, without user and fragment.")]
    [InlineData("endpoints: { a: { url: https://a, service: b } }", "3:44: error: The endpoint `a` belongs to the service `b`, which is not under `services`: add it there, or correct the name.")]
    [InlineData("access_paths: { a: { address: a.example } }", "3:31: error: `address` must be HOST:PORT, such as bastion.example:22.")]
    [InlineData("backups: { a: { path: backups/*.dump } }", "3:23: error: `path` is `backups/*.dump` and must be an absolute path with `*` and `?` in its last part alone, such as /var/backups/ledger/*.dump.")]
    [InlineData("timeout: 31s", "3:10: error: `timeout` is `31s` and may be 30s at most.")]
    [InlineData("services: { 'a b': {} }", "3:13: error: `a b` is `a b` and must be letters, digits, dots, dashes, slashes and underscores, 100 at most, such as `ledger-api/health`.")]
    [InlineData("services: { a: { severity: critical } }", "3:28: error: `severity` is `critical` and must be one of high, medium, low.")]
    [InlineData("service: {}", "3:1: error: Unknown key `service` in an inventory; did you mean `services`?")]
    public void Load_Fault_NamesPlaceAndCure(string yaml, string expected)
    {
        var (inventory, problems) = Load(Head + yaml);

        Assert.Null(inventory);
        Assert.Equal($"inventory.yaml:{expected}", Assert.Single(problems).ToString());
    }

    /// <summary>The examples of the documentation are taken as they stand.</summary>
    [Fact]
    public void Load_ExampleOfTheDocumentation_IsSound()
    {
        var page = File.ReadAllText(Path.Combine(RealComponents.Repository.Root, "docs", "context.md"));
        var example = page.Split("```yaml\n").Skip(1).Select(block => block.Split("```")[0]).Single(block => block.Contains("ops-inventory.schema.json", StringComparison.Ordinal));

        var (inventory, problems) = Load(example);

        Assert.Empty(problems);
        Assert.Equal((2, 1, 2, 1), (inventory!.Services.Count, inventory.Endpoints.Count, inventory.AccessPaths.Count, inventory.Backups.Count));
    }

    private static (OpsInventory? Inventory, IReadOnlyList<ActivityCore.Definitions.FileProblem> Problems) Load(string yaml) =>
        InventoryLoader.Load("inventory.yaml", Encoding.UTF8.GetBytes(yaml));
}
