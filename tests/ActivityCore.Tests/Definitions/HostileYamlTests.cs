using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Events;

namespace ActivityCore.Tests.Definitions;

/// <summary>The YAML library ends the process on deep nesting and eats memory on aliases; none of it may get that far.</summary>
public class HostileYamlTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    public static TheoryData<string, string> Corpus => new()
    {
        { "flow sequences", new string('[', 100_000) },
        { "flow mappings", string.Concat(Enumerable.Repeat("{a: ", 50_000)) },
        { "flow sequences on lines of their own", string.Concat(Enumerable.Repeat("[\n", 100_000)) },
        { "flow just below the bracket bound", "a: " + new string('[', 199) },
        { "flow in quotes and comments", "a: \"" + new string('[', 199) + "\" #" },
        { "compact block sequences", string.Concat(Enumerable.Repeat("- ", 100_000)) },
        { "compact block sequences below the bound", string.Concat(Enumerable.Repeat("- ", 32)) + "\n" + string.Concat(Enumerable.Repeat("- ", 32)) },
        { "question marks", string.Concat(Enumerable.Repeat("? ", 100_000)) },
        { "colons", string.Concat(Enumerable.Repeat(": ", 100_000)) },
        { "deep indentation", string.Concat(Enumerable.Range(0, 700).Select(i => new string(' ', i) + "a:\n")) },
        { "deep sequences", string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', i * 2) + "-\n")) },
        { "alias bomb", "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]" },
        { "alias alone", "a: *b" },
        { "alias as key", "*b : 1" },
        { "merge bomb", "a: &a {x: 1}\nb: {<<: [*a, *a]}" },
        { "merge of nothing", "<<: {id: 1}" },
        { "tag of a type", "a: !!System.Diagnostics.Process {}" },
        { "tag directive", "%TAG ! tag:example.org,2000:\n---\n!x a" },
        { "verbatim tag", "!<tag:yaml.org,2002:str> a" },
        { "huge scalar", "a: " + new string('x', 250_000) },
        { "huge quoted scalar", "a: \"" + string.Concat(Enumerable.Repeat("\\u0041", 40_000)) + "\"" },
        { "huge key", new string('k', 250_000) + ": 1" },
        { "huge key in quotes", "\"" + new string('k', 250_000) + "\": 1" },
        { "too large", new string('a', 300_000) },
        { "many values", "a: [" + string.Concat(Enumerable.Repeat("1,", 30_000)) + "]" },
        { "many keys", string.Concat(Enumerable.Range(0, 19_000).Select(i => $"k{i}: 1\n")) },
        { "many duplicate keys", string.Concat(Enumerable.Repeat("k: 1\n", 9_000)) },
        { "unknown keys", string.Concat(Enumerable.Range(0, 9_000).Select(i => $"ruless{i}: 1\n")) },
        { "many documents", string.Concat(Enumerable.Repeat("--- a\n", 40_000)) },
        { "nothing", "" },
        { "comments only", "# nothing\n#\n" },
        { "only a document mark", "---\n...\n" },
        { "a scalar", "hello" },
        { "unclosed quote", "a: \"b" },
        { "unclosed flow", "a: [b, {c: d" },
        { "tabs", "a:\n\t- b" },
        { "control character", "a: \u0007" },
        { "null character", "a: \0" },
        { "bad escapes", "a: \"\\x \\uD800 \\UFFFFFFFF\"" },
        { "bad directives", "%YAML 9.9\n%FOO\n---\na: 1" },
        { "reserved characters", "a: @b\nc: `d`" },
        { "complex keys", "? [a, b]\n: c\n? {d: e}\n: f" },
        { "empty keys", ": a\n: b" },
        { "hostile condition", Minimal("when: " + new string('(', 10_000)) },
        { "hostile long condition", Minimal("when: " + string.Concat(Enumerable.Repeat("not ", 20_000)) + "true") },
        { "hostile template", Minimal("x: 1").Replace("title: t", "title: \"" + string.Concat(Enumerable.Repeat("{{", 5_000)) + "\"", StringComparison.Ordinal) },
        { "hostile cron", "trigger: [{ cron: \"" + string.Concat(Enumerable.Repeat("1,", 90)) + "1 * * * *\" }]" },
    };

    [Theory]
    [MemberData(nameof(Corpus))]
    public async Task Load_HostileText_IsRefusedWithAPlaceInBoundedTime(string what, string text)
    {
        var loader = new DefinitionLoader(EventTypeRegistry.Empty);

        // A small stack, as other platforms give: what nests must not come near its end.
        var reading = await OnSmallStack(() => loader.Load("d.yaml", Encoding.UTF8.GetBytes(text))).WaitAsync(Bound);

        Assert.True(reading.Definition is null, what);
        Assert.Contains(reading.Problems, p => p.Severity == ProblemSeverity.Error);
        Assert.InRange(reading.Problems.Count, 1, 101);
        Assert.All(reading.Problems, p => Assert.InRange(p.Message.Length, 1, 1_000));
    }

    [Fact]
    public async Task Load_BytesThatAreNotUtf8_AreRefused()
    {
        var reading = await OnSmallStack(() => new DefinitionLoader(EventTypeRegistry.Empty).Load("d.yaml", [(byte)'a', 0xFF, 0xFE])).WaitAsync(Bound);

        Assert.Equal(["d.yaml: error: The file is not UTF-8: save it as UTF-8."], reading.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public async Task Load_RandomMutationsOfASoundFile_NeverThrows()
    {
        var loader = new DefinitionLoader(EventTypeRegistry.Empty);
        var sound = Minimal("when: event.attributes.a > 1 # why");
        var random = new Random(1);

        var sounds = await OnSmallStack(() => Enumerable.Range(0, 3_000).Count(_ => loader.Load("d.yaml", Encoding.UTF8.GetBytes(Mutate(random, sound))).Definition is not null)).WaitAsync(Bound);

        Assert.InRange(sounds, 1, 2_999);
    }

    private static string Mutate(Random random, string sound)
    {
        const string Hostile = "[]{}&*!|>'\"%@`:-? \n\t#,<\0\uFFFE\u0085\u2028";
        var text = new StringBuilder(sound);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0)
                text.Insert(at, new string(Hostile[random.Next(Hostile.Length)], random.Next(1, 40)));
            else
                text.Remove(at, Math.Min(random.Next(1, 10), text.Length - at));
        }

        return text.ToString();
    }

    private static string Minimal(string line) => $$"""
        id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
        name: minimal
        owner: team
        trigger:
          - event: a.b
        rules:
          - id: one
            {{line}}
            emit:
              - title: t
                target_repo: r
        """;

    private static Task<T> OnSmallStack<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            maxStackSize: 512 * 1024)
        { IsBackground = true };
        thread.Start();
        return done.Task;
    }
}
