using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ActivityCore.Definitions.Yaml;

/// <summary>
/// JSON as YAML that people can go on with: the inverse of <see cref="YamlJson"/>. Texts are quoted wherever a reader could take them for something else, and what
/// could act on a terminal or hide in an editor is escaped.
/// </summary>
internal static class YamlWriter
{
    private const int MaxOneLine = 100;
    private static readonly EmitterSettings Layout = new(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1_000, indentSequences: true, newLine: "\n");

    /// <summary>Words that readers of YAML 1.1 take for booleans.</summary>
    private static readonly string[] OldWords = ["y", "n", "yes", "no", "on", "off"];

    /// <summary>A document with the value as its root.</summary>
    public static string Write(JsonElement value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, Layout);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return Escaped(text.ToString());
    }

    // The library leaves what is not seen, or turns text round, as it is. It stands in double quotes only: plain texts and blocks hold none.
    private static string Escaped(string yaml)
    {
        var escaped = new StringBuilder(yaml.Length);
        foreach (var rune in yaml.EnumerateRunes())
        {
            _ = rune.Value == '\n' || IsVisible(rune) ? escaped.Append(rune.ToString())
                : rune.Value <= 0xFFFF ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
                : escaped.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        return escaped.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().ToList();
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var member in members)
                {
                    emitter.Emit(Text(member.Name, isKey: true));
                    Emit(emitter, member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, IsShort(value) ? SequenceStyle.Flow : SequenceStyle.Block));
                var inBrackets = IsShort(value);
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.String)
                    {
                        emitter.Emit(Text(item.GetString()!, isKey: inBrackets));
                    }
                    else
                    {
                        Emit(emitter, item);
                    }
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Text(value.GetString()!, isKey: false));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static Scalar Text(string text, bool isKey) => new(
        AnchorName.Empty,
        TagName.Empty,
        text,
        IsPlain(text) ? ScalarStyle.Plain : !isKey && IsBlock(text) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted,
        isPlainImplicit: true,
        isQuotedImplicit: true);

    // A list of a few words.
    private static bool IsShort(JsonElement list) =>
        list.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) && list.GetRawText().Length <= MaxOneLine;

    // Several lines of which nothing is lost as they stand.
    private static bool IsBlock(string text) =>
        text.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.Split('\n') is [[not ' ', ..], ..] lines && lines.All(line => !line.EndsWith(' ') && line.EnumerateRunes().All(IsVisible));

    // Fewer than YAML allows: what could begin or end something else is quoted, in brackets as well as outside.
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsLetterOrDigit(text[0]) || text[0] is '_' or '/') && text[^1] is not (' ' or ':')
        && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or '/' or '@' or '+' or '(' or ')' or '\'' or '=' or '<' or '>' or ';' or ':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !OldWords.Contains(text, StringComparer.OrdinalIgnoreCase)
        && YamlCore.KindOf(new YamlScalar(text, YamlScalarStyle.Plain, 1, 1)) == JsonValueKind.String;
}
