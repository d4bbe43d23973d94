using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Rules;
using ActivityCore.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace ActivityCore.Tests.Rules;

/// <summary>What holds for every expression, rule and key, tried on generated ones.</summary>
public sealed class RulePropertyTests
{
    private const string Attributes = """{"n": 3, "s": "abc", "yes": true, "nil": null, "t": "2026-02-01", "list": [1, 2], "o": {"a": 1}}""";

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true);

    private static readonly string[] Leaves =
    [
        "1", "2.5", "'abc'", "'2026-01-01'", "true", "false", "null", "now", "event.attributes.n", "event.attributes.s", "event.attributes.yes",
        "event.attributes.nil", "event.attributes.t", "event.attributes.list", "event.attributes.o", "event.attributes.none", "event.attributes.o.b", "context.x",
    ];

    /// <summary>Operators from loosest to tightest, as documented.</summary>
    private static readonly string[][] Levels = [["or"], ["and"], ["=", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    [Fact]
    public void TryParse_FewestParentheses_MeansTheSameAsAllOfThem()
        => Prop.ForAll(Trees(12).ToArbitrary(), tree =>
        {
            var all = tree.Print(fewest: false);
            return !Expression.TryParse(all, out _, out _) || Same(tree.Print(fewest: true), all);
        }).Check(Many);

    [Fact]
    public void Evaluate_AnyExpression_IsDeterministicAndItsVerdictFollowsItsValue()
        => Prop.ForAll(Trees(20).ToArbitrary(), tree =>
        {
            var text = tree.Print(fewest: true);
            if (!Expression.TryParse(text, out _, out _))
                return text.Length > ExpressionLimits.MaxTextLength;

            var definition = Build.Definition(Build.Rule(text));
            var first = RuleEvaluator.Evaluate(definition, Build.EventInput(Attributes));
            var value = Build.Evaluate(text, Attributes);
            var expected = value is "true" ? Verdict.Match
                : value is "false" || value.StartsWith("unknown", StringComparison.Ordinal) ? Verdict.Miss
                : Verdict.Error;
            return first.Rules[0].Verdict == expected
                && (expected == Verdict.Error) == (first.FailRun is not null)
                && DecisionJson.Serialize(first).AsSpan().SequenceEqual(DecisionJson.Serialize(RuleEvaluator.Evaluate(definition, Build.EventInput(Attributes))));
        }).Check(Many);

    /// <summary>A miss beside an error is proven without it: whatever the erroring leaf would have been, it stays a miss.</summary>
    [Fact]
    public void Evaluate_MissBesideAnError_DoesNotRestOnTheError()
        => Prop.ForAll(Formulas(10).ToArbitrary(), formula =>
        {
            var outcome = Build.Evaluate(formula("(1 < 'x')"));
            return outcome.StartsWith("error", StringComparison.Ordinal)
                || (string.Equals(outcome, Build.Evaluate(formula("true")), StringComparison.Ordinal) && string.Equals(outcome, Build.Evaluate(formula("false")), StringComparison.Ordinal));
        }).Check(Many);

    [Fact]
    public void Evaluate_MirroredOperands_ComeToTheSame()
        => Prop.ForAll(Trees(16).ToArbitrary(), tree => !Expression.TryParse(tree.Print(fewest: false), out _, out _)
            || Kind(Build.Evaluate(tree.Print(fewest: false), Attributes)) == Kind(Build.Evaluate(tree.Mirror().Print(fewest: false), Attributes)))
            .Check(Many);

    [Fact]
    public void Evaluate_RulesInAnotherOrder_ComeToTheSameEach()
        => Prop.ForAll(Trees(8).ListOf(4).ToArbitrary(), trees =>
        {
            var rules = trees.Select(t => t.Print(fewest: true)).Where(t => Expression.TryParse(t, out _, out _)).Select((t, i) => Build.Rule(t, id: $"r{i}", onError: RuleErrorPolicy.SkipRule)).ToArray();
            var forward = RuleEvaluator.Evaluate(Build.Definition(rules), Build.EventInput(Attributes));
            var backward = RuleEvaluator.Evaluate(Build.Definition([.. rules.Reverse()]), Build.EventInput(Attributes));
            return forward.Rules.Select(Stored).SequenceEqual(backward.Rules.Reverse().Select(Stored), StringComparer.Ordinal)
                && forward.Tasks.Select(t => t.Key).Order(StringComparer.Ordinal).SequenceEqual(backward.Tasks.Select(t => t.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }).Check(Many);

    [Fact]
    public void TaskKey_OfDifferentParts_Differs()
    {
        // Parts of few letters, so that joined without lengths many would be equal.
        var parts = Gen.Elements("", "a", "b", "ab", "aa", "/", "a/", "/a").ArrayOf(5);
        Prop.ForAll(parts.ToArbitrary(), parts.ToArbitrary(), (a, b) =>
            a.SequenceEqual(b, StringComparer.Ordinal) == string.Equals(Key(a), Key(b), StringComparison.Ordinal)).Check(Many);

        static string Key(string[] p) => TaskKey.Create(Build.DefinitionId, p[0], p[1], p[2], p[3], p[4]);
    }

    [Fact]
    public void Evaluate_ProductOfRulesTemplatesAndItems_HasAKeyEach()
    {
        var list = $$"""{"repos": [{{string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""{"slug": "{{i}}"}"""))}}]}""";
        var rules = new[] { Build.ForEach("context.repos", "repo.slug"), Build.ForEach("context.repos", null), null }
            .Select((f, i) => Build.Rule(id: $"r{i}", forEach: f, emit: [Build.Task(), Build.Task(), Build.Task()])).ToArray();

        var keys = RuleEvaluator.Evaluate(Build.Definition(rules), Build.ScheduleInput(list)).Tasks.Select(t => t.Key).ToList();

        Assert.Equal(30 * 3 + 30 * 3 + 3, keys.Count);
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Evaluate_ShuffledItems_AsksForTheSameTasks()
        => Prop.ForAll(Gen.Shuffle(Enumerable.Range(0, 12).ToArray()).ToArbitrary(), order =>
        {
            string List(IEnumerable<int> slugs) => $$"""{"repos": [{{string.Join(',', slugs.Select(i => $$"""{"slug": "s{{i}}"}"""))}}]}""";
            var definition = Build.Definition(Build.Rule(forEach: Build.ForEach("context.repos", "repo.slug"), emit: Build.Task("{{ repo.slug }}")));
            IEnumerable<string> Tasks(string context) => RuleEvaluator.Evaluate(definition, Build.ScheduleInput(context)).Tasks.Select(t => $"{t.Key} {t.Spec.Title}").Order(StringComparer.Ordinal);
            return Tasks(List(order)).SequenceEqual(Tasks(List(Enumerable.Range(0, 12))), StringComparer.Ordinal);
        }).Check(Many);

    [Fact]
    public void Evaluate_ReorderedObjects_GivesTheSameBytes()
    {
        const string Condition = "event.attributes.o.a = 1 and event.attributes.o != null and not (event.attributes.list = 3 or length(event.attributes) > 4) and context.c.d = 'x'";
        var one = RuleEvaluator.Evaluate(Build.Definition(Build.Rule(Condition)), Build.EventInput("""{"o": {"a": 1, "b": {"x": 1, "y": 2}}, "list": [{"p": 1, "q": 2}]}""", """{"c": {"d": "y", "e": 1}, "z": 0}"""));
        var other = RuleEvaluator.Evaluate(Build.Definition(Build.Rule(Condition)), Build.EventInput("""{"list": [{"q": 2, "p": 1}], "o": {"b": {"y": 2, "x": 1}, "a": 1}}""", """{"z": 0, "c": {"e": 1, "d": "y"}}"""));

        Assert.Equal(Encoding.UTF8.GetString(DecisionJson.Serialize(one)), Encoding.UTF8.GetString(DecisionJson.Serialize(other)));
    }

    private static string Stored(RuleDecision decision) => Encoding.UTF8.GetString(DecisionJson.Serialize(decision));

    private static string Kind(string result) => result.Split(':')[0];

    private static bool Same(string few, string all) => string.Equals(WithoutText(Build.Evaluate(few, Attributes)), WithoutText(Build.Evaluate(all, Attributes)), StringComparison.Ordinal);

    // Errors quote the text, which has other parentheses.
    private static string WithoutText(string result) => result.StartsWith("error", StringComparison.Ordinal) ? "error" : result;

    private static Gen<Tree> Trees(int size) => size <= 1
        ? Gen.Elements(Leaves).Select(l => (Tree)new Tree.Leaf(l))
        : Gen.Frequency(
            (1, Trees(1)),
            (1, Trees(size - 1).Select(t => (Tree)new Tree.Not(t))),
            (6, from level in Gen.Choose(0, Levels.Length - 1)
                from op in Gen.Elements(Levels[level])
                from left in Trees(size / 2)
                from right in Trees(size / 2)
                select (Tree)new Tree.Binary(level, op, left, right)));

    // Formulas over conditions with one kind of hole.
    private static Gen<Func<string, string>> Formulas(int size) => size <= 1
        ? Gen.Elements<Func<string, string>>(h => h, _ => "true", _ => "false", _ => "event.attributes.none")
        : Gen.Frequency(
            (1, Formulas(1)),
            (1, Formulas(size - 1).Select(f => (Func<string, string>)(h => $"not ({f(h)})"))),
            (4, from op in Gen.Elements("and", "or")
                from left in Formulas(size / 2)
                from right in Formulas(size / 2)
                select (Func<string, string>)(h => $"({left(h)}) {op} ({right(h)})")));

    private abstract record Tree
    {
        /// <summary>With the parentheses that the documented precedence needs, or with all.</summary>
        public abstract string Print(bool fewest, int level = 0);

        /// <summary>The operands of <c>and</c>, <c>or</c> and comparisons exchanged, which must not matter.</summary>
        public abstract Tree Mirror();

        public sealed record Leaf(string Text) : Tree
        {
            public override string Print(bool fewest, int level = 0) => Text;

            public override Tree Mirror() => this;
        }

        // `not` stands between `and` and the comparisons.
        public sealed record Not(Tree Operand) : Tree
        {
            public override string Print(bool fewest, int level = 0)
            {
                var text = $"not {Operand.Print(fewest, 2)}";
                return fewest && level < 2 ? text : $"({text})";
            }

            public override Tree Mirror() => new Not(Operand.Mirror());
        }

        public sealed record Binary(int Level, string Operator, Tree Left, Tree Right) : Tree
        {
            public override string Print(bool fewest, int level = 0)
            {
                // Comparisons do not chain, so each side of one binds tighter; the right side of the others does.
                var text = $"{Left.Print(fewest, Level == 2 ? 3 : Level)} {Operator} {Right.Print(fewest, Level + 1)}";
                return fewest && Level >= level ? text : $"({text})";
            }

            public override Tree Mirror() => Operator switch
            {
                "and" or "or" or "=" or "!=" => new Binary(Level, Operator, Right.Mirror(), Left.Mirror()),
                _ => new Binary(Level, Operator, Left.Mirror(), Right.Mirror()),
            };
        }
    }
}
