using RealComponents;
using YamlDotNet.RepresentationModel;

namespace ActivityCore.Cli.Tests.Deployment;

/// <summary>The files of <c>k8s/</c> as they are written, before anything is merged.</summary>
internal sealed class Manifests
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "k8s");

    /// <summary>Every object of the base.</summary>
    public IReadOnlyList<YamlMappingNode> Base { get; } = ReadFolder("base");

    /// <summary>The objects and patches of the overlay.</summary>
    public IReadOnlyList<YamlMappingNode> Railiance { get; } = ReadFolder("railiance");

    /// <summary>The container of a part, as it runs: api, router or worker.</summary>
    public YamlMappingNode Container(string part) =>
        Base.Single(node => Text(node, "kind") == "Deployment" && Text(node, "metadata", "name") == $"activity-core-{part}").Items("spec", "template", "spec", "containers").Single();

    /// <summary>All containers that run the program: of the parts, and the two of the migration.</summary>
    public IReadOnlyList<YamlMappingNode> Containers() =>
    [
        .. Base.Where(node => Text(node, "kind") is "Deployment" or "Job")
            .SelectMany(node => node.Items("spec", "template", "spec", "initContainers").Concat(node.Items("spec", "template", "spec", "containers"))),
    ];

    /// <summary>A ConfigMap's values as they are at Railiance.</summary>
    public Dictionary<string, string?> Settings(string configMap)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var map in Base.Concat(Railiance).Where(node => Text(node, "kind") == "ConfigMap" && Text(node, "metadata", "name") == configMap))
        {
            foreach (var (name, value) in map.At("data").Children)
            {
                values[name.ToString()] = ((YamlScalarNode)value).Value;
            }
        }

        return values;
    }

    /// <summary>What a container sees: its ConfigMaps in order, then its own variables.</summary>
    public Dictionary<string, string?> Environment(YamlMappingNode container)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in container.Items("envFrom").SelectMany(source => Settings(Text(source, "configMapRef", "name")))
            .Concat(container.Items("env").Select(variable => new KeyValuePair<string, string?>(Text(variable, "name"), Text(variable, "value")))))
        {
            environment[name] = value;
        }

        return environment;
    }

    private static string Text(YamlMappingNode node, params string[] path) => node.Text(path);

    private static IReadOnlyList<YamlMappingNode> ReadFolder(string name)
    {
        var objects = new List<YamlMappingNode>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, name), "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml").Order(StringComparer.Ordinal))
        {
            using var reader = File.OpenText(file);
            var stream = new YamlStream();
            stream.Load(reader);
            objects.AddRange(stream.Documents.Select(document => (YamlMappingNode)document.RootNode));
        }

        return objects;
    }
}
