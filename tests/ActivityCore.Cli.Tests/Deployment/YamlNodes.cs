using YamlDotNet.RepresentationModel;

namespace ActivityCore.Cli.Tests.Deployment;

/// <summary>Ways into a YAML document.</summary>
internal static class YamlNodes
{
    public static YamlMappingNode At(this YamlMappingNode node, params string[] path) =>
        path.Aggregate(node, (at, key) => (YamlMappingNode)at.Children[new YamlScalarNode(key)]);

    /// <summary>The text at a path; empty where there is none.</summary>
    public static string Text(this YamlMappingNode node, params string[] path) => Find(node, path) is YamlScalarNode { Value: { } text } ? text : "";

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this YamlMappingNode node, params string[] path) =>
        Find(node, path) is YamlSequenceNode list ? [.. list.Select(item => ((YamlScalarNode)item).Value!)] : [];

    /// <summary>The objects of a list; none where there is no such list.</summary>
    public static IReadOnlyList<YamlMappingNode> Items(this YamlMappingNode node, params string[] path) =>
        Find(node, path) is YamlSequenceNode list ? [.. list.Cast<YamlMappingNode>()] : [];

    private static YamlNode? Find(YamlNode? node, string[] path)
    {
        foreach (var key in path)
        {
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
        }

        return node;
    }
}
