using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Evidence;
using ActivityCore.Settings;
using RealComponents;

namespace ActivityCore.Cli.Tests.Deployment;

/// <summary>What <c>k8s/</c> gives the program is what the program takes: commands, settings, secrets, ports, probes.</summary>
public sealed class RuntimeTests
{
    private const string SecretsFolder = "/run/secrets/";
    private readonly Manifests _manifests = new();

    public static TheoryData<string> Parts => ["api", "router", "worker"];

    [Fact]
    public void Variables_InEveryContainer_AreSettingsOfTheProgram()
    {
        var known = SettingsTable.Groups.SelectMany(group => group.Settings).ToDictionary(setting => setting.Name, StringComparer.Ordinal);

        foreach (var name in _manifests.Containers().SelectMany(container => _manifests.Environment(container).Keys).Distinct(StringComparer.Ordinal))
        {
            var setting = name.EndsWith("_FILE", StringComparison.Ordinal) && !known.ContainsKey(name) ? name[..^"_FILE".Length] : name;
            Assert.True(known.ContainsKey(setting), $"k8s/ sets {name}, which is no setting.");
            Assert.True(known[setting].IsSecret == (setting != name), $"{name}: a secret is named by its file, and nothing else is.");
        }
    }

    [Fact]
    public void Arguments_OfEveryContainer_AreCommandsOfTheProgram()
    {
        var root = CommandRoot.Build(new CliContext { Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) });

        Assert.All(_manifests.Containers(), container => Assert.Empty(root.Parse(container.Texts("args")).Errors));
        Assert.Equal(
            ["api", "migrate", "resources", "router", "worker"],
            _manifests.Containers().Select(container => container.Text("name")).Order());
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Environment_OfAPart_WithItsSecretsFilled_IsTaken(string part)
    {
        using var folder = new TemporaryFolder();

        var settings = Read(_manifests.Environment(_manifests.Container(part)), folder, secret => $"secret-of-{secret}");

        Assert.Equal("postgres://u:p@db/activity_core", settings.Storage.DatabaseUrl);
        Assert.NotNull(settings.Temporal.Address);
        Assert.Equal(new Uri("http://0.0.0.0:8080/"), settings.Listen);
        Assert.Equal("null", settings.IssueSink.Type);
        Assert.Equal("/app/activity-definitions", settings.DefinitionsDirectory);
        Assert.Equal(part is "api", settings.Nats.Url is null);
        Assert.Equal(part is "worker" ? "secret-of-ISSUE_CORE_API_KEY" : null, settings.IssueSink.IssueCoreApiKey);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Environment_OfAPart_WithEmptyPlaceholders_IsADryRunWithoutNeighbours(string part)
    {
        using var folder = new TemporaryFolder();

        var settings = Read(_manifests.Environment(_manifests.Container(part)), folder, _ => "");

        Assert.Equal("null", settings.IssueSink.Type);
        Assert.Null(settings.IssueSink.IssueCoreApiKey);
        Assert.Null(settings.Nats.Url);
    }

    [Fact]
    public void Worker_SwitchedToRest_NeedsNothingButItsKey()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string?> Live() => new(_manifests.Environment(_manifests.Container("worker")), StringComparer.Ordinal) { ["ISSUE_SINK_TYPE"] = "rest" };

        var settings = Read(Live(), folder, secret => $"secret-of-{secret}");
        var withoutKey = Assert.Throws<SettingsException>(() => Read(Live(), folder, _ => ""));

        Assert.Equal("rest", settings.IssueSink.Type);
        Assert.StartsWith("ISSUE_CORE_API_KEY: ", Assert.Single(withoutKey.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Probes_OfAPart_AskTheHealthEndpointsOfItsPort(string part)
    {
        var container = _manifests.Container(part);
        var listen = new Uri(_manifests.Environment(container)["ACTIVITY_CORE_LISTEN"]!);

        Assert.Equal($"{listen.Port}", Assert.Single(container.Items("ports")).Text("containerPort"));
        Assert.All(
            [("startupProbe", "/livez"), ("livenessProbe", "/livez"), ("readinessProbe", "/readyz")],
            probe =>
            {
                Assert.Equal((probe.Item2, "http"), (container.Text(probe.Item1, "httpGet", "path"), container.Text(probe.Item1, "httpGet", "port")));
                Assert.True(HealthApi.IsHealth(probe.Item2));
            });
    }

    [Fact]
    public void Secrets_OfEveryContainer_AreMountedWhereTheirVariablesSay_AndMadeByTheScript()
    {
        var script = File.ReadAllText(Path.Combine(Manifests.Folder, "railiance", "bootstrap-secrets.sh"));

        foreach (var pod in _manifests.Base.Where(node => node.Text("kind") is "Deployment" or "Job"))
        {
            var volumes = pod.Items("spec", "template", "spec", "volumes").ToDictionary(volume => volume.Text("name"), volume => volume.Text("secret", "secretName"), StringComparer.Ordinal);
            foreach (var container in pod.Items("spec", "template", "spec", "initContainers").Concat(pod.Items("spec", "template", "spec", "containers")))
            {
                var mounts = container.Items("volumeMounts").ToDictionary(mount => mount.Text("mountPath"), mount => volumes[mount.Text("name")], StringComparer.Ordinal);
                foreach (var (name, path) in _manifests.Environment(container).Where(variable => variable.Value?.StartsWith(SecretsFolder, StringComparison.Ordinal) == true))
                {
                    Assert.Equal(name, $"{Path.GetFileName(path)}_FILE");
                    Assert.Matches($@"(?m)^placeholder {mounts[Path.GetDirectoryName(path)!]} .*\b{Path.GetFileName(path)}\b", script);
                }
            }
        }
    }

    [Fact]
    public void Railiance_AsItStands_IsADryRunWithInterHubDeferred()
    {
        using var folder = new TemporaryFolder();
        var settings = _manifests.Settings("activity-core-worker");
        var read = Read(_manifests.Environment(_manifests.Container("worker")), folder, secret => $"secret-of-{secret}");

        Assert.Equal("null", settings["ISSUE_SINK_TYPE"]);
        Assert.Equal("", settings["INTER_HUB_URL"]);
        Assert.Equal("", settings["OPS_HUB_WIDGET_MAPPING"]);
        Assert.Equal("missing_inter_hub_config", InterHubGate.Of(read.Evidence, entryHasMapping: true).Status);
    }

    [Fact]
    public void Dockerfile_CopiesWhatIsThere_AndRunsAsTheUserOfThePods()
    {
        var recipe = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
        var users = _manifests.Base.Where(node => node.Text("kind") is "Deployment" or "Job").Select(node => node.At("spec", "template", "spec", "securityContext")).ToList();

        Assert.Contains("RUN scripts/publish /app", recipe);
        Assert.Contains("ENTRYPOINT [\"/app/activity-core\"]", recipe);
        Assert.All(users, user => Assert.Contains($"USER {user.Text("runAsUser")}:{user.Text("runAsGroup")}", recipe));
        // The runtime's image carries time zones only in this flavour; cron triggers need them.
        Assert.Contains(recipe, line => line.StartsWith("FROM ", StringComparison.Ordinal) && line.EndsWith("-extra", StringComparison.Ordinal));
    }

    private static ActivityCoreSettings Read(Dictionary<string, string?> environment, TemporaryFolder folder, Func<string, string> secret)
    {
        foreach (var (name, path) in environment.Where(variable => variable.Value?.StartsWith(SecretsFolder, StringComparison.Ordinal) == true).ToList())
        {
            var setting = Path.GetFileName(path)!;
            var value = secret(setting);
            environment[name] = folder.File(setting);
            File.WriteAllText(folder.File(setting), value.Length == 0 ? "" : setting switch
            {
                "DATABASE_URL" => "postgres://u:p@db/activity_core",
                "NATS_URL" => "nats://nats:4222",
                _ => value,
            });
        }

        return ActivityCoreSettings.FromEnvironment(environment);
    }
}
