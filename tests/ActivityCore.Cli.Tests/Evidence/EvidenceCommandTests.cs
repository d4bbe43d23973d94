using ActivityCore.Cli.CommandLine;
using ActivityCore.Sandbox;
using ActivityCore.Sandbox.InterHub;
using RealComponents;

namespace ActivityCore.Cli.Tests.Evidence;

public sealed class EvidenceCommandTests
{
    private static readonly string[] Types = ["ops-service-observed", "ops-endpoint-verified", "ops-access-path-checked", "ops-backup-verified", "ops-inventory-drift"];

    [Fact]
    public async Task Smoke_AgainstTheStandIns_SubmitsEachTypeAndSeesTheUndeclaredOneRefused()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var run = await CliRun.Async(Environment(sandbox), "evidence", "smoke", "-o", "json");

        Assert.Equal((ExitCode.Ok, "The smoke passed."), (run.ExitCode, run.Error.Trim()));
        var steps = run.Json.EnumerateArray().Select(s => (s.GetProperty("event_type").GetString(), s.GetProperty("result").GetString())).ToArray();
        Assert.Equal([("ops_inventory_probe", "accepted"), .. Types.Select(type => ((string?)type, (string?)"accepted")), ("ops-undeclared", "refused")], steps);
        Assert.Equal(Types, sandbox.InterHub.Events.Select(e => e.EventType));
        Assert.Single(sandbox.StateHub.Progress);
    }

    [Fact]
    public async Task Smoke_ManifestWithoutAType_FailsAndSaysWhich()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        sandbox.InterHub.Manifest = sandbox.InterHub.Manifest with { DeclaredEventTypes = new HashSet<string>(Types[..4], StringComparer.Ordinal) };

        var run = await CliRun.Async(Environment(sandbox), "evidence", "smoke");

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("1 of 7 steps are not as they should be.", run.Error, StringComparison.Ordinal);
        Assert.Matches("ops-inventory-drift +inter-hub +accepted +refused +NO +.*not declared by the active manifest", run.Out);
    }

    [Fact]
    public async Task Smoke_NothingConfigured_NamesWhatIsMissing()
    {
        var run = await CliRun.Async("evidence", "smoke");

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("missing_state_hub_config", run.Out, StringComparison.Ordinal);
        Assert.Contains("missing_inter_hub_config: Missing: INTER_HUB_URL, OPS_HUB_KEY, one of OPS_HUB_WIDGET_MAPPING, widget_mapping and capability_mapping.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smoke_UndeclaredThatIsDeclared_IsWrongUsage()
    {
        var run = await CliRun.Async("evidence", "smoke", "--undeclared", "ops-service-observed");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    /// <summary>The shipped definition, with the gates as an environment has them.</summary>
    [Fact]
    public async Task Explain_ShippedProbe_SaysWhatEvidenceWouldBeSent()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var folder = new TemporaryFolder();
        var context = Path.Combine(folder.Path, "context.json");
        await File.WriteAllTextAsync(context, """{"inventory":{"services":[{"service":"a","environment":"p","status":"running","expected":"running","ok":true}],"endpoints":[],"backups":[],"drift":[]}}""");
        var closed = Environment(sandbox);
        var open = new Dictionary<string, string?>(closed, StringComparer.Ordinal) { ["INTER_HUB_SUBMISSION"] = "live" };
        var definition = Path.Combine(Repository.Root, "activity-definitions", "ops-inventory-probe.yaml");

        var deferred = await CliRun.Async(closed, "explain", definition, "--context", context);
        var live = await CliRun.Async(open, "explain", definition, "--context", context, "-o", "json");

        Assert.Contains("ops-service-observed to inter-hub: deferred, inter_hub_sink_deferred.", deferred.Out, StringComparison.Ordinal);
        Assert.Contains("ops_inventory_probe to state-hub-progress", deferred.Out, StringComparison.Ordinal);
        var evidence = live.Json.GetProperty("evidence").EnumerateArray().ToArray();
        Assert.Equal(["ops_inventory_probe", "ops-service-observed"], evidence.Select(e => e.GetProperty("event_type").GetString()!));
        Assert.Equal("pending", evidence[1].GetProperty("state").GetString());
        Assert.Equal("a", evidence[1].GetProperty("payload").GetProperty("metadata").GetProperty("attributes").GetProperty("service").GetString());
        Assert.Empty(sandbox.InterHub.Events);
    }

    private static Dictionary<string, string?> Environment(SandboxHost sandbox)
    {
        var widgets = Types.ToDictionary(type => type, type =>
        {
            var widget = new Widget { Id = Guid.NewGuid(), HubId = "ops-hub", Name = type, WidgetType = "ops-service-card", PolicyScope = "ops-evidence", Status = "active" };
            sandbox.InterHub.Widgets[widget.Id] = widget;
            return widget.Id.ToString("D");
        });
        return new(StringComparer.Ordinal)
        {
            ["STATE_HUB_URL"] = sandbox.Address.ToString(),
            ["INTER_HUB_URL"] = sandbox.Address.ToString(),
            ["OPS_HUB_KEY"] = new SandboxOptions().OpsHubKey,
            ["OPS_HUB_WIDGET_MAPPING"] = System.Text.Json.JsonSerializer.Serialize(widgets),
            ["EVENT_TYPES_DIR"] = Path.Combine(Repository.Root, "event-types"),
        };
    }
}
