using System.Text;
using System.Text.Json;
using ActivityCore.Rules;

namespace ActivityCore.Tests.Rules;

/// <summary>
/// Hostile texts and data: nothing throws, nothing ends the process, and every read text comes to a verdict. They run on a small stack,
/// so that a bound on nesting that is too generous would end the run. The seeds are fixed; a failure names the text.
/// </summary>
public sealed class RuleFuzzTests
{
    private const int SmallStack = 256 * 1_024;

    private static readonly string[] Corpus =
    [
        "age_days(repo.last_sbom_at) > 30 and not repo.archived",
        "event.attributes.repo['b-c'] in ('a', \"b\") or event.attributes.items[0].id not in context.list",
        "default(event.attributes.severity, 'low') = 'high' ? count(context.repos, 'state', 'open') : 0",
        "matches(lower(trim(event.type)), '^org\\.statehub\\.(repo|decision)\\.[a-z]+$') && exists(event.attributes.x)",
        "#2026-01-01T00:00:00+02:00# <= now and -1.5e3 * (2 + 3) % 7 / 2 != 1",
        "any(context.repos, 'a.b', null) || all(context.repos, 'a', true) || !contains('abc', 'b')",
        "not (is_null(event.attributes.nil) and 'it\\'s \\u00e4 \\\\' = \"x\")",
    ];

    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "'", "\"", "#", "\\", "{{", "}}", "not ", " and ", " or ", " in ", "?", ":", ".", ",", "-", "!", "=", "<", ">", "*", "/", "%", "&&", "||",
        "event", "null", "now", "1e28", "99999999999999999999", "0", "\0", "\uD800", "ä", "\n", "matches(", "lower(", "default(", "exists(", "min(", "repo.", "\\u", "\\ud800",
    ];

    [Fact]
    public void ParseAndEvaluate_MutatedTexts_NeverThrow() => OnSmallStack(() =>
    {
        var random = new Random(20260302);
        var input = Build.EventInput("""{"repo": {"b-c": "a"}, "items": [{"id": 1}], "nil": null}""", """{"list": [1, "a", null, {"x": [1]}], "repos": [{"a": {"b": null}, "state": "open"}]}""");
        var parsed = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var text = Mutate(Corpus[random.Next(Corpus.Length)], random);
            try
            {
                if (Expression.TryParse(text, out var expression, out var error))
                {
                    parsed++;
                    var decision = RuleEvaluator.Evaluate(Build.Definition(new ActivityCore.Definitions.Rule { Id = "r", When = expression, Emit = [Build.Task()] }), input);
                    Assert.Equal(decision.FailRun is null, decision.Rules[0].Verdict != Verdict.Error);
                    DecisionJson.Serialize(decision);
                    Explainer.Lines(decision.Rules[0]);
                }
                else
                {
                    Assert.InRange(error!.Position, 0, text.Length);
                    Assert.NotEmpty(error.Message);
                }

                if (Template.TryParse(text, out var template, out _))
                    RuleEvaluator.Evaluate(Build.Definition(new ActivityCore.Definitions.Rule { Id = "r", Emit = [Build.Task() with { Description = template! }] }), input);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{JsonSerializer.Serialize(text)}: {exception}");
            }
        }

        Assert.InRange(parsed, 100, 4_900);
    });

    [Fact]
    public void ParseAndEvaluate_DeepestTexts_FitASmallStack() => OnSmallStack(() =>
    {
        var depth = ExpressionLimits.MaxDepth - 1;
        foreach (var (open, inner, close) in new[] { ("(", "true", ")"), ("not (", "true", ")"), ("lower(", "'a'", ")"), ("1 + (", "1", ")"), ("true ? (", "1", ") : 2"), ("default(x, ", "1", ")"), ("1 in (", "1", ")") })
        {
            var levels = open.Length > 1 && open[^1] == '(' && open.Contains(' ') ? depth / 2 : depth;
            var text = string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));
            Assert.True(Expression.TryParse(text, out var expression, out var error), $"{text}: {error?.Message}");
            RuleEvaluator.Evaluate(Build.Definition(new ActivityCore.Definitions.Rule { Id = "r", When = expression, Emit = [Build.Task()] }), Build.EventInput());
        }
    });

    [Fact]
    public void Evaluate_HostileData_NeverThrows() => OnSmallStack(() =>
    {
        var nested = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        string[] values =
        [
            "1e400", "-1e-400", "\"\\ud800\"", "{\"\\ud800\": 1}", "\"\\u0000\"", nested, "{}", "[]", "null", "12345678901234567890123456789012345", "\"" + new string('x', 70_000) + "\"",
            "[1, \"\\udc00\", null, {}]", "{\"a\": 1, \"a\": 2}", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-29\"", "\"{{ now }}\"",
        ];
        string[] conditions =
        [
            "x.v = 1", "x.v < now", "contains(x.v, 'a')", "length(x.v) > 0", "join(x.v, ',') = ''", "any(x.v, 'a', 1)", "min(x.v) = 1", "lower(x.v) = 'a'", "age_days(x.v) > 1", "x.v in x.v",
            "x.v.a = 1", "x.v[0] = 1", "exists(x.v.a.b)", "default(x.v, 1) = 1", "matches(x.v, 'x*')", "x.v + x.v = 1", "not x.v", "x.v ? 1 : 2", "replace(x.v, 'x', 'yy') = ''",
        ];
        foreach (var value in values)
        {
            foreach (var condition in conditions)
            {
                var rule = Build.Rule(
                    condition, forEach: Build.ForEach("context.list", "x.v", "x"), emit: Build.Task("{{ x.v }}", "{{ x }}", "{{ x.v }}", "{{ x.v }}", ["{{ x.v }}"], "{{ x.v }}"));
                foreach (var context in new[] { $$"""{"list": [{"v": {{value}}}]}""", $$"""{"list": {{value}}}""", $$"""{"list": [{{value}}, {{value}}]}""" })
                {
                    var decision = RuleEvaluator.Evaluate(Build.Definition(rule), Build.ScheduleInput(context));
                    Assert.NotEmpty(decision.Rules);
                    Encoding.UTF8.GetString(DecisionJson.Serialize(decision));
                    Assert.NotEmpty(Explainer.Lines(decision.Rules[0]));
                }
            }
        }
    });

    /// <summary>The dearest rule that the limits let through ends by itself: as an error of the budget or with its verdicts.</summary>
    [Theory]
    [InlineData("matches(x.text, '^(a?){60}(a|aa){60}(.*b){20}$')")]
    [InlineData("count(context.list, 'text', 'b') > 0")]
    [InlineData("x.missing_key_of_some_length = 1 or x.another_missing_key = 2")]
    [InlineData("replace(replace(x.text, 'a', 'aa'), 'aa', 'a') != x.text")]
    public void Evaluate_DearestRules_EndByThemselves(string condition)
    {
        var text = new string('a', ExpressionLimits.MaxPatternInputLength);
        var keys = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"missing_key_of_same_len{i:00}\": {i}"));
        var context = $$"""{"list": [{{string.Join(',', Enumerable.Range(0, 2_000).Select(_ => $$"""{"text": "{{text}}", {{keys}}}"""))}}]}""";

        var decision = RuleEvaluator.Evaluate(Build.Definition(Build.Rule(condition, forEach: Build.ForEach("context.list", null, "x"))), Build.ScheduleInput(context));

        Assert.Equal(2_000, decision.Rules.Count);
    }

    private static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(mutated.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    mutated.Remove(at, Math.Min(random.Next(8), mutated.Length - at));
                    break;
                case 2:
                    var from = Corpus[random.Next(Corpus.Length)];
                    var start = random.Next(from.Length);
                    mutated.Insert(at, from.AsSpan(start, random.Next(from.Length - start)));
                    break;
                default:
                    mutated.Insert(at, string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(1, 60))));
                    break;
            }
        }

        return mutated.ToString();
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the test's own thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = exception;
                }
            },
            SmallStack);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(5)), "The run did not end.");
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
