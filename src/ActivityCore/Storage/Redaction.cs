using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActivityCore.Rules;

namespace ActivityCore.Storage;

/// <summary>Keeps what looks like a secret out of rows, logs and histories. Doing it twice changes nothing more.</summary>
public static class Redaction
{
    internal const string Mask = "[redacted]";
    private const int MaxPasses = 8;
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const string SecretNames = "password|passwd|passphrase|secret|token|api[_-]?key|authorization|credentials?|private[_-]?key|access[_-]?key";

    private static readonly (Regex Pattern, string Replacement)[] Values =
    [
        (new Regex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?", Safe), Mask),
        (new Regex(@"\b(bearer)\s+[A-Za-z0-9._~+/=-]{6,}", Safe | RegexOptions.IgnoreCase), "$1 " + Mask),
        (new Regex(@"\b(basic)\s+[A-Za-z0-9+/]{20,}={0,2}", Safe | RegexOptions.IgnoreCase), "$1 " + Mask),
        (new Regex(@"://[^\s/@""']+@", Safe), "://" + Mask + "@"),
        (new Regex(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", Safe), Mask),
        (new Regex(@"\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|rk_live_|whsec_|hvs\.|npm_|pypi-|AIza|AKIA|ASIA)[A-Za-z0-9_-]{12,}", Safe), Mask),
    ];

    private static readonly (Regex Pattern, string Replacement)[] Texts =
    [
        .. Values,
        (new Regex($@"(\b[\w-]*(?:{SecretNames})[""']?\s*[:=]\s*[""']?)[^\s""',;&{{}}]{{2,}}", Safe | RegexOptions.IgnoreCase), "$1" + Mask),
        (new Regex(@"(\bhttps?://[^\s?""']+)\?[^\s""']+", Safe | RegexOptions.IgnoreCase), "$1?" + Mask),
    ];

    private static readonly Regex SecretName = new($"(?:{SecretNames})s?$", Safe | RegexOptions.IgnoreCase);

    /// <summary>A text for people (a failure, a reason): secrets, query strings and control characters masked, at most <paramref name="limit"/> characters.</summary>
    public static string Text(string text, int limit = 2_000)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Cut first as well, so that a huge text costs little; a little beyond, so that a secret at the cut is still seen whole.
        var source = Cut(text, limit + 4_096);
        var line = DbText.Clean(string.Create(source.Length, source, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        }));
        return Cut(Apply(Texts, line), limit);
    }

    /// <summary>A value that stays usable: only what looks like a secret by itself is masked.</summary>
    public static string Value(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Apply(Values, text);
    }

    /// <summary>A text without these secrets, also as JSON and addresses escape them.</summary>
    internal static string Known(string text, IEnumerable<string> secrets)
    {
        foreach (var form in secrets.SelectMany(secret => (string[])[secret, JsonEncodedText.Encode(secret).Value, JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value, Uri.EscapeDataString(secret)])
            .Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length))
        {
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether a name says that its value is a secret: <c>password</c>, <c>apiKey</c>, <c>event.attributes.access_token</c>, ...</summary>
    public static bool IsSecretName(string name) => SecretName.IsMatch(name);

    /// <summary>JSON whose texts are masked: whole below a secret's name, by look elsewhere. Names, numbers and shape stay.</summary>
    public static JsonElement Json(JsonElement json) => Masked(json, Value);

    /// <summary>The answer of a stranger: masked as <see cref="Json"/> does, and also secrets that stand with their names in a text, and query strings of addresses.</summary>
    /// <param name="json">Any JSON.</param>
    /// <param name="known">A secret that is masked wherever it stands in a text, or null.</param>
    public static JsonElement ForeignJson(JsonElement json, string? known) =>
        Masked(json, text => Apply(Texts, known is null ? text : text.Replace(known, Mask, StringComparison.Ordinal)));

    /// <summary>
    /// What came and could not be used, as it is kept: JSON as <see cref="Json"/> masks it, anything else with the secrets that stand behind their names masked too. What holds
    /// none stays to the letter.
    /// </summary>
    internal static string Document(string text)
    {
        try
        {
            var json = JsonElement.Parse(text);
            var masked = Json(json);
            return JsonElement.DeepEquals(json, masked) ? Value(text) : masked.GetRawText();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Apply(Texts, text);
        }
    }

    internal static Decision Decision(Decision decision) => decision with
    {
        Rules = [.. decision.Rules.Select(Rule)],
        Instructions = [.. decision.Instructions.Select(instruction => instruction with { Verdict = Rule(instruction.Verdict) })],
        FailRun = decision.FailRun is null ? null : Text(decision.FailRun),
    };

    internal static RuleDecision Rule(RuleDecision rule)
    {
        var because = rule.Because;
        foreach (var (path, value) in rule.Leaves.SelectMany(leaf => leaf.Values))
        {
            if (IsSecretName(path) && value.Length > 3 && !string.Equals(value, "missing", StringComparison.Ordinal))
            {
                because = because.Replace(value, Mask, StringComparison.Ordinal);
            }
        }

        return rule with { Because = Text(because, 4_000), Leaves = [.. rule.Leaves.Select(Leaf)] };
    }

    private static LeafExplanation Leaf(LeafExplanation leaf) => leaf with
    {
        Values = leaf.Values.ToDictionary(
            pair => pair.Key,
            pair => IsSecretName(pair.Key) && !string.Equals(pair.Value, "missing", StringComparison.Ordinal) ? Mask : Value(pair.Value),
            StringComparer.Ordinal),
    };

    private static JsonElement Masked(JsonElement json, Func<string, string> mask)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, json, secret: false, mask);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json, bool secret, Func<string, string> mask)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, secret || IsSecretName(property.Name), mask);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, item, secret, mask);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(secret ? Mask : mask(json.GetString()!));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    // A mask can bring together what the pattern before it did not see as one: again until nothing changes.
    private static string Apply((Regex Pattern, string Replacement)[] patterns, string text)
    {
        for (var pass = 1; ; pass++)
        {
            var before = text;
            foreach (var (pattern, replacement) in patterns)
            {
                text = pattern.Replace(text, replacement);
            }

            if (pass == MaxPasses || string.Equals(before, text, StringComparison.Ordinal))
            {
                return text;
            }
        }
    }

    private static string Cut(string text, int limit) => text.Length <= limit ? text : text[..(limit - 3)] + "...";
}
