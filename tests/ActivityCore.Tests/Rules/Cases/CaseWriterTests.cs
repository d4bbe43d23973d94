using System.Text;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Rules.Cases;
using FsCheck;
using FsCheck.Fluent;

namespace ActivityCore.Tests.Rules.Cases;

/// <summary>What the writer writes is what the loader reads.</summary>
public sealed class CaseWriterTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true);

    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    // What YAML, editors and terminals read more into than its characters.
    private static readonly string[] Texts =
    [
        "", " ", "a", " a", "a ", "null", "~", "true", "No", "on", "y", "12", "1e3", "0x1F", ".inf", "2026-03-02", "2026-03-02T06:00:00Z", "- a", "a: b", "a:", ":a", "a #b", "#a", "&a", "*a", "!a", "|", ">",
        "%a", "@a", "`a`", "\"a\"", "'a'", "{a}", "[a]", "a, b", "---", "...", "?", "? a", "<<", "\\", "\\n", "a\nb", "a\nb\n", "a\n\nb\n", "a\nb\n\n", "\na", " a\nb", "a \nb", "a\r\nb", "a\tb", "\t", "\n", "a\n  b\n---\n",
        "{{ event.id }}", "naïve – €", "日本語", "😀", "a\u0000b", "\u001b[2J", "\u0085", "\u2028", "\u202e", "\ufeff", "\u007f", "\ue000", "::error::x", "[redacted]",
    ];

    [Fact]
    public void Write_AnyCase_IsReadAsTheSame() => Prop.ForAll(Cases.ToArbitrary(), golden => AssertSame(golden, Load(CaseWriter.Head + CaseWriter.Write(golden, ["From a run.", "b\nc: d"])).Single())).Check(Many);

    [Fact]
    public void Write_EachText_IsReadAsTheSameInEveryPlace()
    {
        Assert.All(Texts, text =>
        {
            var json = JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["text"] = text,
                ["key " + text] = 1,
                ["list"] = new object[] { text, text },
                ["deep"] = new object[] { new { text }, new object[] { text, new { a = text, b = text } } },
            });

            var golden = Case(JsonElement.Parse(json));

            AssertSame(golden, Load(CaseWriter.Head + CaseWriter.Write(golden, [])).Single());
        });
    }

    [Fact]
    public void Write_ForPeople_IsPlainWhereItCanBe()
    {
        var golden = new GoldenCase
        {
            Name = "a new repository",
            Line = 0,
            Kind = OccurrenceKind.Event,
            Event = new() { Id = new("0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11"), Type = "org.statehub.repo.registered", Version = "2", Timestamp = Time, Publisher = "the-custodian/state-hub", Attributes = JsonElement.Parse("""{"slug": "ledger", "archived": false, "stars": 12, "code": "012"}""") },
            Now = Time,
            Context = JsonElement.Parse("""{"repos": [{"slug": "a", "owner": null}], "none": [], "hub": {}}"""),
            Tasks = [JsonElement.Parse("""{"title": "Set up: ledger", "description": "One.\n\nTwo.\n", "labels": ["a", "b c"], "due_in_days": 7}""")],
        };

        Assert.Equal(
            """
              # Captured.
              - name: a new repository
                event:
                  type: org.statehub.repo.registered
                  id: 0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11
                  version: "2"
                  timestamp: 2026-03-02T06:00:00.1234567Z
                  publisher: the-custodian/state-hub
                  attributes:
                    slug: ledger
                    archived: false
                    stars: 12
                    code: "012"
                context:
                  repos:
                    - slug: a
                      owner: null
                  none: []
                  hub: {}
                expect:
                  tasks:
                    - title: "Set up: ledger"
                      description: |
                        One.

                        Two.
                      labels: [a, b c]
                      due_in_days: 7

            """.ReplaceLineEndings("\n"),
            CaseWriter.Write(golden, ["Captured."]));
    }

    [Fact]
    public void Write_WhatShips_IsReadAsTheSame_AndItsDecisionIsWhatItExpects()
    {
        var folder = Path.Combine(Repository.Root, "activity-definitions");
        var tried = 0;
        foreach (var file in Directory.GetFiles(folder, $"*{CaseLoader.Suffix}"))
        {
            var definition = new DefinitionLoader(EventTypeRegistry.Empty).Load("shipped.yaml", File.ReadAllBytes(file.Replace(CaseLoader.Suffix, ".yaml", StringComparison.Ordinal))).Definition!;
            foreach (var golden in CaseLoader.Load(file, File.ReadAllBytes(file)).Cases)
            {
                AssertSame(golden, Load(CaseWriter.Head + CaseWriter.Write(golden, [])).Single());

                var decision = CaseRunner.Run(definition, golden).Decision;
                if (decision.FailRun is not null)
                    continue;

                var captured = CaseExpectation.Of(golden with { Tasks = null, Instructions = null, None = null, Error = null }, decision)!;
                var again = CaseRunner.Run(definition, Load(CaseWriter.Head + CaseWriter.Write(captured, [])).Single());
                Assert.Equal([], again.Differences);
                Assert.Equal((decision.Tasks.Count, golden.None is null), (captured.Tasks?.Count ?? 0, captured.None is null));
                tried++;
            }
        }

        Assert.True(tried >= 20, $"{tried} cases");
    }

    [Fact]
    public void Of_DecisionWithoutAnyVerdict_IsNone()
        => Assert.Null(CaseExpectation.Of(Case(JsonElement.Parse("{}")), new Decision { Rules = [], Tasks = [] }));

    [Fact]
    public void Of_LongReason_ExpectsItsBeginning()
    {
        var decision = new Decision { Rules = [new() { RuleId = "a", Verdict = Verdict.Miss, Because = new string('x', 999) + "😀 and more" }], Tasks = [] };

        var golden = CaseExpectation.Of(Case(JsonElement.Parse("{}")), decision)!;

        Assert.Equal(new string('x', 999), golden.None);
        AssertSame(golden, Load(CaseWriter.Head + CaseWriter.Write(golden, [])).Single());
    }

    private static Gen<string> AnyText => Gen.OneOf(Gen.Elements(Texts), Gen.Elements(Texts).Two().Select(pair => pair.Item1 + pair.Item2), Gen.Elements(Texts).Two().Select(pair => $"{pair.Item1}\n{pair.Item2}"));

    private static Gen<string> SomeText => AnyText.Select(text => string.IsNullOrWhiteSpace(text) ? "x" : text);

    private static Gen<string> Json(int depth)
    {
        var leaf = Gen.OneOf(AnyText.Select(text => JsonSerializer.Serialize(text)), Gen.Elements("null", "true", "false", "0", "-1", "12.50", "1e3", "1E-7", "123456789012345678901234567.5"));
        return depth == 0 ? leaf : Gen.OneOf(leaf, Object(depth - 1), Json(depth - 1).ListOf().Select(items => $"[{string.Join(',', items.Take(4))}]"));
    }

    private static Gen<string> Object(int depth) =>
        from members in AnyText.SelectMany(name => Json(depth).Select(value => (Name: name, Value: value))).ListOf()
        select $"{{{string.Join(',', members.DistinctBy(m => m.Name, StringComparer.Ordinal).Take(4).Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Value}"))}}}";

    private static Gen<GoldenCase> Cases =>
        from name in SomeText
        from kind in Gen.Elements(OccurrenceKind.Event, OccurrenceKind.Schedule, OccurrenceKind.Manual)
        from ticks in Gen.Choose(0, int.MaxValue)
        from attributes in Object(3)
        from context in Object(3)
        from publisher in SomeText
        from version in Gen.Elements("1.0", "1", "2.0", "v3")
        from title in SomeText
        from reason in SomeText
        from expected in Gen.Choose(0, 3)
        select new GoldenCase
        {
            Name = name,
            Line = 0,
            Kind = kind,
            Now = Time.AddTicks(ticks),
            Event = kind == OccurrenceKind.Event
                ? new() { Id = new(ticks, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]), Type = "a.b", Version = version, Timestamp = Time.AddTicks(ticks), Publisher = publisher, Attributes = JsonElement.Parse(attributes) }
                : null,
            Context = JsonElement.Parse(context),
            Tasks = expected == 0 ? [JsonSerializer.SerializeToElement(new { title, description = "", labels = Array.Empty<string>() }), JsonSerializer.SerializeToElement(new { title })] : null,
            Instructions = expected == 1 ? [JsonSerializer.SerializeToElement(new { id = "i", http = new { method = "POST", body = JsonElement.Parse(attributes) } })] : null,
            None = expected == 2 ? reason : null,
            Error = expected is 0 or 3 ? reason : null,
        };

    private static GoldenCase Case(JsonElement context) => new() { Name = "n", Line = 0, Kind = OccurrenceKind.Manual, Now = Time, Context = context, None = "x" };

    private static IReadOnlyList<GoldenCase> Load(string yaml)
    {
        var reading = CaseLoader.Load("x.tests.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.True(reading.Problems.Count == 0, $"{string.Join('\n', reading.Problems)}\n{yaml}");
        return reading.Cases;
    }

    private static void AssertSame(GoldenCase expected, GoldenCase actual)
    {
        Assert.Equal((expected.Name, expected.Kind, expected.Now, expected.None, expected.Error), (actual.Name, actual.Kind, actual.Now, actual.None, actual.Error));
        Assert.Equal(
            (expected.Event?.Id, expected.Event?.Type, expected.Event?.Version, expected.Event?.Timestamp, expected.Event?.Publisher),
            (actual.Event?.Id, actual.Event?.Type, actual.Event?.Version, actual.Event?.Timestamp, actual.Event?.Publisher));
        AssertSame(expected.Context, actual.Context);
        AssertSame(expected.Event?.Attributes ?? default, actual.Event?.Attributes ?? default);
        AssertSame(expected.Tasks, actual.Tasks);
        AssertSame(expected.Instructions, actual.Instructions);
    }

    private static void AssertSame(IReadOnlyList<JsonElement>? expected, IReadOnlyList<JsonElement>? actual)
    {
        Assert.Equal(expected?.Count, actual?.Count);
        foreach (var (first, second) in (expected ?? []).Zip(actual ?? []))
            AssertSame(first, second);
    }

    private static void AssertSame(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind != JsonValueKind.Undefined || actual.ValueKind != JsonValueKind.Undefined)
            Assert.True(JsonElement.DeepEquals(expected, actual), $"{expected.GetRawText()}\n{actual.GetRawText()}");
    }
}
