using System.Globalization;
using System.Text.Json;

namespace ActivityCore.Events;

/// <summary>Reads the members of one envelope and collects what is wrong with them, so that a publisher hears of everything at once.</summary>
internal sealed class EnvelopeMembers(JsonElement root)
{
    private const int MaxName = 255;
    private const int MaxVersion = 64;
    private static readonly JsonElement NoAttributes = JsonElement.Parse("{}");

    public List<string> Faults { get; } = [];

    public Guid Id()
    {
        const string Cure = "send a UUID such as \"8f4e2c1a-6b0d-4e57-9c3a-2d1f0b9a7e65\", the same each time the event is sent again";
        if (!root.TryGetProperty("id", out var value))
            return Fault<Guid>("id", $"is missing: {Cure}");

        if (value.ValueKind != JsonValueKind.String || !Guid.TryParseExact(value.GetString(), "D", out var id))
            return Fault<Guid>("id", $"is no UUID: {Cure}");

        return id == Guid.Empty ? Fault<Guid>("id", $"is the nil UUID, which names no event: {Cure}") : id;
    }

    public string Type()
    {
        const string Cure = "send the event type, such as \"org.statehub.repo.registered\"";
        if (!root.TryGetProperty("type", out var value))
            return Fault<string>("type", $"is missing: {Cure}");

        var type = Text("type", value, MaxName, Cure);
        if (type is null)
            return "";

        // Triggers use these as wildcards and the dot as separator; a type that carries them could not be matched exactly.
        return type.Any(c => char.IsWhiteSpace(c) || c is '*' or '>') || type.Split('.').Any(token => token.Length == 0)
            ? Fault<string>("type", "may hold no white space, no `*`, no `>` and no empty part between dots: name it like \"org.statehub.repo.registered\"")
            : type;
    }

    public string Version() => root.TryGetProperty("version", out var value)
        ? Text("version", value, MaxVersion, "send text such as \"1.0\", or leave it out") ?? ""
        : "1.0";

    public DateTimeOffset Timestamp()
    {
        const string Cure = "send the time of the event in UTC, such as \"2026-05-17T03:49:29Z\"";
        if (!root.TryGetProperty("timestamp", out var value))
            return Fault<DateTimeOffset>("timestamp", $"is missing: {Cure}");

        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('T', StringComparison.Ordinal) && value.TryGetDateTime(out var local))
        {
            // The contract says UTC, so a time without an offset is one; the process's own zone must never play a part.
            if (local.Kind == DateTimeKind.Unspecified)
                return new DateTimeOffset(local, TimeSpan.Zero);

            if (value.TryGetDateTimeOffset(out var time))
                return time.ToUniversalTime();
        }

        return Fault<DateTimeOffset>("timestamp", $"is no ISO 8601 date and time: {Cure}");
    }

    public string Publisher(string byDefault)
    {
        const string Cure = "send the name of the service, such as \"the-custodian/state-hub\", or leave it out";
        if (!root.TryGetProperty("publisher", out var value))
            return byDefault;

        var publisher = Text("publisher", value, MaxName, Cure);
        if (publisher is null)
            return "";

        // The occurrence of an event begins with its publisher and must not look like that of a schedule or a request.
        return publisher.StartsWith("schedule:", StringComparison.Ordinal) || publisher.StartsWith("manual:", StringComparison.Ordinal)
            ? Fault<string>("publisher", $"may not begin with `schedule:` or `manual:`: {Cure}")
            : publisher;
    }

    public JsonElement Attributes()
    {
        if (!root.TryGetProperty("attributes", out var value))
            return NoAttributes;

        return value.ValueKind == JsonValueKind.Object
            ? value.Clone()
            : Fault<JsonElement>("attributes", $"is {StrictJson.Name(value.ValueKind)}: send a JSON object, or leave it out");
    }

    private string? Text(string member, JsonElement value, int max, string cure)
    {
        if (value.ValueKind != JsonValueKind.String)
            return Fault<string?>(member, $"is {StrictJson.Name(value.ValueKind)}: {cure}");

        var text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text))
            return Fault<string?>(member, $"is empty: {cure}");

        if (text.Length > max)
            return Fault<string?>(member, string.Create(CultureInfo.InvariantCulture, $"has {text.Length} characters and may have {max}: {cure}"));

        return text.Any(char.IsControl) ? Fault<string?>(member, $"holds a control character: {cure}") : text;
    }

    private T Fault<T>(string member, string what)
    {
        Faults.Add($"The member `{member}` {what}.");
        return default!;
    }
}
