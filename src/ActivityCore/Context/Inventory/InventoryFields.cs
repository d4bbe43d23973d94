using System.Text.RegularExpressions;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;

namespace ActivityCore.Context.Inventory;

/// <summary>The keys of an inventory file: one table for its loader and for <c>schemas/ops-inventory.schema.json</c>.</summary>
internal static partial class InventoryFields
{
    public const int MaxEntities = 300;
    public static readonly IReadOnlyList<string> Severities = ["high", "medium", "low"];

    private const string NamePattern = "^[A-Za-z0-9]([A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?$";

    private static readonly Field Severity = new("severity", new ChoiceShape("How bad it is when this differs from the inventory. Default medium.", Severities));
    private static readonly Field Repo = new("repo", Plain("The repository that tasks about it go to. Default the inventory's.", "ledger-api"));

    private static readonly ObjectShape Service = new("a service", "Something that runs.",
    [
        new("environment", Plain("Where it runs. Default the inventory's.", "production")),
        Repo,
        new("health", Url("Answers below 400 while the service is well. Without it the service is looked for in `discovery`.")),
        new("expect", new ChoiceShape("Whether it should run. Default running.", ["running", "absent"])),
        Severity,
    ]);

    private static readonly ObjectShape Endpoint = new("an endpoint", "An address that must answer in a certain way.",
    [
        new("service", Plain("The service that it belongs to, one of `services`.", "ledger-api")),
        new("url", Url("The address. It is never shown and never leaves this process."), Required: true),
        new("status", new IntegerShape("The status that is expected. Default: any below 400.", 100, 599)),
        new("tls_min_days", new IntegerShape("Days that its certificate must still be valid. Default 14.", 0, 3_650)),
        Repo,
        Severity,
    ]);

    private static readonly ObjectShape AccessPath = new("an access path", "A way into a system. It is opened and closed at once; nothing is sent.",
    [
        new("target", Plain("What it leads to.", "ledger-db")),
        new("address", new TextShape("HOST:PORT.") { MaxLength = 300, Examples = ["bastion.example:22"], Check = FaultOfHostAndPort }, Required: true),
        new("expect", new ChoiceShape("Whether it should be open. Default open.", ["open", "closed"])),
        Repo,
        Severity,
    ]);

    private static readonly ObjectShape Backup = new("a backup", "Files, of which the newest counts.",
    [
        new("service", Plain("The service whose data it holds, one of `services`.", "ledger-api")),
        new("path", new TextShape("A file, or files by `*` and `?` in the last part: an absolute path that this process can read. The newest counts; a marker that the backup touches will do.")
        {
            MaxLength = 1_000,
            Examples = ["/var/backups/ledger/*.dump"],
            Check = FaultOfPath,
        }, Required: true),
        new("max_age", new TextShape("How old the newest file may be. Default 26h.") { Pattern = Duration.Pattern, MaxLength = 10, Examples = ["26h"], Check = Duration.Fault }),
        new("min_bytes", new IntegerShape("How large it must be at least. Default 1.", 0, int.MaxValue)),
        Repo,
        Severity,
    ]);

    private static readonly ObjectShape Discovery = new("a `discovery`", "A list of what really runs, to find what the inventory does not know.",
    [
        new("endpoint", new TextShape("One of the named endpoints (HTTP_ENDPOINTS_FILE); its answer to a GET is JSON.") { MaxLength = 100, Examples = ["cluster"] }, Required: true),
        new("path", new TextShape("Below the endpoint's address.") { MaxLength = 500 }),
        new("list", new TextShape("The member that holds the list, by names with dots. Default: the answer is the list.") { MaxLength = 200, Examples = ["items"] }),
        new("name", new TextShape("The member of an item that holds the service's name, by names with dots. Default: the item is the name.") { MaxLength = 200, Examples = ["metadata.name"] }),
    ]);

    public static readonly ObjectShape Root = new("an inventory", "What should run, be reachable and be backed up.",
    [
        new("environment", Plain("Where its entities run, unless they say otherwise.", "production"), Required: true),
        new("repo", Plain("The repository that the inventory is kept in.", "railiance-inventory"), Required: true),
        new("allow_private", new BooleanShape("Whether addresses may stand for loopback or a private network. Default false.")),
        new("timeout", new TextShape("How long one look may take, 30s at most. Default 5s.") { Pattern = Duration.Pattern, MaxLength = 10, Examples = ["5s"], Check = FaultOfTimeout }),
        new("services", Entities("The services by name.", Service)),
        new("endpoints", Entities("The endpoints by name.", Endpoint)),
        new("access_paths", Entities("The access paths by name.", AccessPath)),
        new("backups", Entities("The backups by name.", Backup)),
        new("discovery", Discovery),
    ]);

    private static MapShape Entities(string description, ObjectShape entity) => new(description, entity) { KeyPattern = NamePattern, CheckKey = FaultOfName };

    private static TextShape Plain(string description, string example) => new(description) { MaxLength = 100, Pattern = NamePattern, Examples = [example], Check = FaultOfName };

    private static TextShape Url(string description) => new(description) { MaxLength = 2_000, Examples = ["https://ledger.example/health"], Check = FaultOfUrl };

    private static string? FaultOfName(string name) => Name().IsMatch(name)
        ? null
        : $"is `{Shown.Of(name)}` and must be letters, digits, dots, dashes, slashes and underscores, 100 at most, such as `ledger-api/health`.";

    // Never repeats the address: it may hold a password.
    private static string? FaultOfUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            ? null
            : "is no address: write http://HOST/PATH or https://HOST/PATH, without user and fragment.";

    private static string? FaultOfHostAndPort(string text) => InventoryLoader.TrySplit(text, out _, out _)
        ? null
        : "must be HOST:PORT, such as bastion.example:22.";

    private static string? FaultOfPath(string path) =>
        Path.IsPathFullyQualified(path) && Path.GetFileName(path).Length > 0 && Path.GetDirectoryName(path)!.IndexOfAny(['*', '?']) < 0
            ? null
            : $"is `{Shown.Of(path)}` and must be an absolute path with `*` and `?` in its last part alone, such as /var/backups/ledger/*.dump.";

    private static string? FaultOfTimeout(string text) => Duration.Fault(text)
        ?? (Duration.TryParse(text, out var timeout) && timeout.TotalSeconds <= 30 ? null : $"is `{Shown.Of(text)}` and may be 30s at most.");

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
