using System.Globalization;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;

namespace ActivityCore.Context.Inventory;

/// <summary>The bytes of an inventory file to its model, with every problem at once. Pure.</summary>
internal static class InventoryLoader
{
    private static readonly string[] Kinds = ["services", "endpoints", "access_paths", "backups"];
    private static readonly (string Kind, string Thing)[] OfServices = [("endpoints", "endpoint"), ("backups", "backup")];

    /// <summary>The inventory, or null and why.</summary>
    public static (OpsInventory? Inventory, IReadOnlyList<FileProblem> Problems) Load(string file, ReadOnlySpan<byte> bytes)
    {
        var problems = new ProblemList(file);
        var root = YamlReader.Read(bytes, problems);
        if (root is not null)
        {
            new ShapeCheck(problems).Check("inventory", root, InventoryFields.Root);
        }

        if (root is not YamlMapping mapping || problems.HasErrors)
        {
            return (null, problems.InOrder);
        }

        CheckReferences(mapping, problems);
        return problems.HasErrors ? (null, problems.InOrder) : (Build(mapping), []);
    }

    /// <summary>HOST:PORT; a literal IPv6 address stands in brackets.</summary>
    public static bool TrySplit(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon].Trim('[', ']') : "";
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65_535 && Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }

    private static void CheckReferences(YamlMapping root, ProblemList problems)
    {
        var services = Read.Keys(root, "services").ToArray();
        foreach (var (kind, thing) in OfServices)
        {
            foreach (var (name, node) in Entries(root, kind))
            {
                if (Read.Text(node, "service") is { } service && !services.Contains(service, StringComparer.Ordinal))
                {
                    problems.Error(node["service"]!, $"The {thing} `{Shown.Of(name)}` belongs to the service `{Shown.Of(service)}`, which is not under `services`: add it there, or correct the name.");
                }
            }
        }

        var count = Kinds.Sum(kind => Read.Keys(root, kind).Count());
        if (count > InventoryFields.MaxEntities)
        {
            problems.Error(root, string.Create(CultureInfo.InvariantCulture, $"The inventory has {count} entities and may have {InventoryFields.MaxEntities}: a probe must end within a minute; split it."));
        }
    }

    private static OpsInventory Build(YamlMapping root)
    {
        var repo = Read.Text(root, "repo")!;
        var environment = Read.Text(root, "environment")!;
        var inventory = new OpsInventory { Repo = repo, Environment = environment };
        return inventory with
        {
            AllowPrivate = Read.Boolean(root, "allow_private") ?? false,
            Timeout = Read.Duration(root, "timeout") ?? inventory.Timeout,
            Services = [.. Entries(root, "services").Select(e => new InventoryService
            {
                Name = e.Name,
                Repo = Repo(e.Node, repo),
                Severity = Severity(e.Node),
                Environment = Read.Text(e.Node, "environment") ?? environment,
                Health = Read.Text(e.Node, "health") is { } health ? new Uri(health) : null,
                ShouldRun = Read.Text(e.Node, "expect") is not "absent",
            })],
            Endpoints = [.. Entries(root, "endpoints").Select(e => new InventoryEndpoint
            {
                Name = e.Name,
                Repo = Repo(e.Node, repo),
                Severity = Severity(e.Node),
                Service = Read.Text(e.Node, "service"),
                Url = new Uri(Read.Text(e.Node, "url")!),
                Status = Read.Integer(e.Node, "status"),
                TlsMinDays = Read.Integer(e.Node, "tls_min_days") ?? 14,
            })],
            AccessPaths = [.. Entries(root, "access_paths").Select(e => AccessPath(e.Name, e.Node, repo))],
            Backups = [.. Entries(root, "backups").Select(e => new InventoryBackup
            {
                Name = e.Name,
                Repo = Repo(e.Node, repo),
                Severity = Severity(e.Node),
                Service = Read.Text(e.Node, "service"),
                Path = Read.Text(e.Node, "path")!,
                MaxAge = Read.Duration(e.Node, "max_age") ?? TimeSpan.FromHours(26),
                MinBytes = Read.Integer(e.Node, "min_bytes") ?? 1,
            })],
            Discovery = Read.Mapping(root, "discovery") is { } discovery
                ? new(Read.Text(discovery, "endpoint")!, Read.Text(discovery, "path") ?? "", Read.Text(discovery, "list") ?? "", Read.Text(discovery, "name") ?? "")
                : null,
        };
    }

    private static InventoryAccessPath AccessPath(string name, YamlMapping node, string repo)
    {
        _ = TrySplit(Read.Text(node, "address")!, out var host, out var port);
        return new()
        {
            Name = name,
            Repo = Repo(node, repo),
            Severity = Severity(node),
            Target = Read.Text(node, "target"),
            Host = host,
            Port = port,
            ShouldBeOpen = Read.Text(node, "expect") is not "closed",
        };
    }

    private static IEnumerable<(string Name, YamlMapping Node)> Entries(YamlMapping root, string kind) =>
        Read.Mapping(root, kind)?.Entries.Where(e => e.Value is YamlMapping).Select(e => (e.Key.Value, (YamlMapping)e.Value)) ?? [];

    private static string Repo(YamlMapping node, string inventorys) => Read.Text(node, "repo") ?? inventorys;

    private static string Severity(YamlMapping node) => Read.Text(node, "severity") ?? "medium";
}
