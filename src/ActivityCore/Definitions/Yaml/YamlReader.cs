using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ActivityCore.Definitions.Yaml;

/// <summary>
/// Bytes of one file to a tree of our own, over YamlDotNet's event stream and within <see cref="YamlLimits"/>. No object is
/// built by the library, and what could make two readers differ (anchors, aliases, tags, merge keys, duplicate keys,
/// several documents) is refused. Never throws on content.
/// </summary>
internal static class YamlReader
{
    /// <summary>The file's only document, or null where a problem was noted.</summary>
    public static YamlNode? Read(ReadOnlySpan<byte> bytes, ProblemList problems) =>
        YamlPreScan.Read(bytes, problems) is { } text ? Read(text, problems) : null;

    private static YamlNode? Read(string text, ProblemList problems)
    {
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            var before = problems.Count;
            var root = new TreeBuilder(problems).Build(parser);
            return problems.Count == before ? root : null;
        }
        catch (RefusedException e)
        {
            problems.Error(e.Line, e.Column, e.Message);
            return null;
        }
        catch (YamlException e)
        {
            problems.Error(At(e.Start.Line), At(e.Start.Column), $"This is no YAML ({Sentence(e.Message)}): check indentation, quotes and brackets here and on the line before.");
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The library answers some broken texts with errors of its own making.
            problems.Error(0, 0, $"This is no YAML ({Sentence(e.Message)}): check indentation, quotes and brackets.");
            return null;
        }
    }

    private static int At(long place) => (int)Math.Clamp(place, 1, int.MaxValue);

    private static string Sentence(string message) => message.ReplaceLineEndings(" ").TrimEnd('.', ' ');

    private sealed class TreeBuilder(ProblemList problems)
    {
        private int _events;

        public YamlNode? Build(Parser parser)
        {
            YamlNode? root = null;
            var documents = 0;
            while (Next(parser) is { } next)
            {
                if (next is DocumentStart && ++documents > 1)
                    throw Refuse(next, "A second document begins here: put it into a file of its own.");

                if (next is NodeEvent node)
                    root = Node(parser, node, 1);
            }

            if (root is null)
                problems.Error(0, 0, "The file is empty: write the definition, or delete the file.");

            return root;
        }

        private ParsingEvent? Next(Parser parser)
        {
            if (!parser.MoveNext())
                return null;

            if (++_events > YamlLimits.MaxEvents)
                throw Refuse(parser.Current!, $"The file has more than {YamlLimits.MaxEvents} values: split it.");

            return parser.Current is AnchorAlias
                ? throw Refuse(parser.Current, "Aliases (`*name`) are not taken: write the value out, and put text that begins with `*`, such as a cron expression, into quotes.")
                : parser.Current;
        }

        private YamlNode Node(Parser parser, NodeEvent start, int depth)
        {
            if (!start.Anchor.IsEmpty)
                throw Refuse(start, "Anchors (`&name`) are not taken: write the value out where it is needed.");

            if (!start.Tag.IsEmpty)
                throw Refuse(start, "Tags (`!name`) are not taken: leave the tag out, and put text that begins with `!` or looks like a number into quotes.");

            if (depth > YamlLimits.MaxDepth)
                throw Refuse(start, $"Values are nested more than {YamlLimits.MaxDepth} deep: flatten them.");

            var (line, column) = Place(start);
            return start switch
            {
                Scalar scalar => new YamlScalar(scalar.Value, Style(scalar.Style), line, column) { OneLine = scalar.Start.Line == scalar.End.Line },
                SequenceStart => new YamlSequence(Items(parser, depth), line, column),
                _ => new YamlMapping(Entries(parser, depth), line, column),
            };
        }

        private List<YamlNode> Items(Parser parser, int depth)
        {
            var items = new List<YamlNode>();
            while (Next(parser) is NodeEvent item)
                items.Add(Node(parser, item, depth + 1));

            return items;
        }

        private List<YamlEntry> Entries(Parser parser, int depth)
        {
            var entries = new List<YamlEntry>();
            var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
            while (Next(parser) is NodeEvent first)
            {
                if (Node(parser, first, depth + 1) is not YamlScalar key)
                    throw Refuse(first, "A key must be text: templates with `{{ }}` at the start of a value need quotes.");

                if (key is { IsPlain: true, Value: "<<" })
                    throw Refuse(first, "Merge keys (`<<`) are not taken: write the members out.");

                // The library lets some broken mappings end between a key and its value.
                var value = Next(parser) is NodeEvent second ? Node(parser, second, depth + 1) : throw Refuse(first, $"The key `{Shown.Of(key.Value)}` has no value: write one after `: `.");
                if (seen.TryAdd(key.Value, key))
                    entries.Add(new(key, value));
                else
                    problems.Error(key, string.Create(CultureInfo.InvariantCulture, $"The key `{Shown.Of(key.Value)}` is already on line {seen[key.Value].Line}: keep one of the two."));
            }

            return entries;
        }

        private static YamlScalarStyle Style(ScalarStyle style) => style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => YamlScalarStyle.Quoted,
            ScalarStyle.Literal or ScalarStyle.Folded => YamlScalarStyle.Block,
            _ => YamlScalarStyle.Plain,
        };

        private static (int Line, int Column) Place(ParsingEvent e) => (At(e.Start.Line), At(e.Start.Column));

        // Ends the walk: after these nothing that follows can be trusted to mean what it looks like.
        private static RefusedException Refuse(ParsingEvent at, string message)
        {
            var (line, column) = Place(at);
            return new(line, column, message);
        }
    }

    private sealed class RefusedException(int line, int column, string message) : Exception(message)
    {
        public int Line { get; } = line;

        public int Column { get; } = column;
    }
}
