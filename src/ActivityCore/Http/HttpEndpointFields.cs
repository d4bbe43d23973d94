using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;

namespace ActivityCore.Http;

/// <summary>The keys of the file of named endpoints: one table for its reader and for <c>schemas/http-endpoints.schema.json</c>.</summary>
internal static class HttpEndpointFields
{
    public const int MaxTimeoutSeconds = 300;
    public const int MaxBytes = 16 * 1024 * 1024;
    public static readonly IReadOnlyList<string> Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly ObjectShape Auth = new("an `auth`", "The header that proves who calls; the secret itself never stands in this file.",
    [
        new("header", new TextShape("The header's name. Default Authorization.") { MaxLength = 100, Examples = ["Authorization", "X-API-Key"], Check = FaultOfHeader }),
        new("scheme", new TextShape("What stands before the secret. Default Bearer for Authorization, nothing for another header.") { MaxLength = 50, Check = FaultOfHeader }),
        new("env", new TextShape("The environment variable that holds the secret; NAME_FILE may name a file instead.") { MaxLength = 100, Examples = ["INVENTORY_TOKEN"], Check = FaultOfVariable }),
        new("file", new TextShape("The file that holds the secret, read at start.") { MaxLength = 1_000, Examples = ["/run/secrets/inventory-token"] }),
    ]);

    private static readonly ObjectShape Endpoint = new("an endpoint", "A service that definitions use by its name.",
    [
        new("url", new TextShape("http or https, without user, query and fragment. Requests stay at or below its path.") { MaxLength = 2_000, Examples = ["https://inventory.example/api/v1"], Check = FaultOfUrl }, Required: true),
        new("description", new TextShape("One sentence for people.") { MaxLength = 500 }),
        new("methods", new ListShape("What may be sent. Default GET alone.", new ChoiceShape("A method.", Methods)) { MinItems = 1 }),
        new("auth", Auth),
        new("timeout", new TextShape("From the request to the end of the answer, 5m at most. Default 10s.") { Pattern = Duration.Pattern, MaxLength = 10, Examples = ["10s"], Check = FaultOfTimeout }),
        new("max_bytes", new IntegerShape("The largest answer. Default 1048576.", 1, MaxBytes)),
        new("allow_private", new BooleanShape("Whether the name may stand for loopback or a private network. Default false.")),
    ]);

    public static readonly ObjectShape Root = new("a file of endpoints", "Services that definitions may use by name: as context `http.NAME`, and in instructions.",
    [
        new("endpoints", new MapShape("The endpoints by name.", Endpoint) { KeyPattern = Names.DashedPattern, CheckKey = Names.FaultOfDashed }, Required: true),
    ]);

    // Never repeats the address: it may hold a password.
    private static string? FaultOfUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
        ? null
        : "is no address: write http://HOST/PATH or https://HOST/PATH, without user, query or fragment; a secret belongs into `auth`.";

    private static string? FaultOfTimeout(string text) => Duration.Fault(text)
        ?? (Duration.TryParse(text, out var timeout) && timeout.TotalSeconds <= MaxTimeoutSeconds ? null : $"is `{Shown.Of(text)}` and may be 5m at most.");

    private static string? FaultOfVariable(string name) => name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])
        ? null
        : "names the environment variable that holds the secret, in capital letters, digits and underscores: write its name and never the secret.";

    private static string? FaultOfHeader(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? null
        : "may hold letters, digits and dashes alone.";
}
