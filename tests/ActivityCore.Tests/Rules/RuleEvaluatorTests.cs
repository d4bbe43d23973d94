using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Rules;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Rules;

public sealed class RuleEvaluatorTests
{
    private const string Repos = """
        {"repos": [
          {"slug": "old", "last_sbom_at": "2026-01-01T06:00:00Z", "archived": false},
          {"slug": "fresh", "last_sbom_at": "2026-03-01T06:00:00Z", "archived": false},
          {"slug": "gone", "last_sbom_at": "2025-01-01T06:00:00Z", "archived": true},
          {"slug": "never", "archived": false}]}
        """;

    private static readonly Rule Sbom = Build.Rule(
        "age_days(repo.last_sbom_at) > 30 and not repo.archived",
        id: "flag-stale-sbom",
        forEach: Build.ForEach("context.repos", "repo.slug"),
        emit: Build.Task("Run SBOM rescan for {{ repo.slug }}", targetRepo: "{{ repo.slug }}", labels: ["sbom", "security"], dedupe: "sbom/{{ repo.slug }}"));

    [Fact]
    public void Evaluate_ForEach_GivesOneVerdictPerItemWithItsReason()
    {
        var decision = RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos));

        Assert.Null(decision.FailRun);
        Assert.Equal(
            [
                "old Match Matched: `age_days(repo.last_sbom_at) > 30` is true (repo.last_sbom_at = \"2026-01-01T06:00:00Z\", age_days(repo.last_sbom_at) = 60); `repo.archived` is false.",
                "fresh Miss Not matched: `age_days(repo.last_sbom_at) > 30` is false (repo.last_sbom_at = \"2026-03-01T06:00:00Z\", age_days(repo.last_sbom_at) = 1).",
                "gone Miss Not matched: `repo.archived` is true.",
                "never Miss Not matched: `age_days(repo.last_sbom_at) > 30` is unknown: `repo.last_sbom_at` is missing.",
            ],
            decision.Rules.Select(r => $"{r.Item} {r.Verdict} {r.Because}"));
        var leaf = decision.Rules[1].Leaves[1];
        Assert.Equal(("repo.archived", "not evaluated"), (leaf.Text, leaf.Outcome));
    }

    [Fact]
    public void Evaluate_Match_RendersTheTask()
    {
        var task = Assert.Single(RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos)).Tasks);

        Assert.Equal(TaskKey.Create(Build.DefinitionId, $"schedule:{Build.DefinitionId:D}@2026-03-02T06:00:00Z", "rule", "flag-stale-sbom", "old", "0/key/old"), task.Key);
        Assert.Equal("sbom/old", task.DedupeKey);
        Assert.Equal(TimeSpan.FromDays(30), task.DedupeWindow);
        Assert.Equal("Run SBOM rescan for old", task.Spec.Title);
        Assert.Equal("old", task.Spec.TargetRepo);
        Assert.Equal("medium", task.Spec.Priority);
        Assert.Equal(["sbom", "security"], task.Spec.Labels);
        Assert.Equal("rule", task.Spec.SourceType);
        Assert.Equal("flag-stale-sbom", task.Spec.SourceId);
        Assert.Equal($"schedule:{Build.DefinitionId:D}@2026-03-02T06:00:00Z", task.Spec.TriggeringEventId);
        Assert.Equal(Build.DefinitionId.ToString("D"), task.Spec.ActivityDefinitionId);
    }

    [Fact]
    public void Evaluate_Twice_GivesTheSameBytes()
    {
        var first = DecisionJson.Serialize(RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos)));
        var second = DecisionJson.Serialize(RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos)));

        Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(second));
        Assert.Equal(first, DecisionJson.Serialize(DecisionJson.Deserialize(first)));
    }

    [Fact]
    public void Evaluate_AllRulesThatMatch_Emit()
    {
        var decision = RuleEvaluator.Evaluate(
            Build.Definition(Build.Rule(id: "always"), Build.Rule("event.type = 'org.statehub.repo.registered'", id: "typed"), Build.Rule("1 = 2", id: "never")),
            Build.EventInput());

        Assert.Equal(["always", "typed"], decision.Tasks.Select(t => t.Spec.SourceId));
        Assert.Equal(["Matched: the rule has no condition.", "Matched: `event.type = 'org.statehub.repo.registered'` is true (event.type = \"org.statehub.repo.registered\").", "Not matched: `1 = 2` is false."], decision.Rules.Select(r => r.Because));
        Assert.Equal("0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11", decision.Tasks[0].Spec.TriggeringEventId);
        Assert.Equal(decision.Tasks.Select(t => t.Key), decision.Rules.SelectMany(r => r.TaskKeys));
    }

    [Theory]
    [InlineData("event.attributes.x > 1", "Error: `event.attributes.x > 1`: a string (\"a\") cannot be compared with a number (1); a string never counts as a number: write both sides as one kind.")]
    [InlineData("event.attributes.x", "Error: `event.attributes.x` is a string (\"a\") and no condition; compare it with something.")]
    [InlineData("event.attributes.y = 1 or 1 < 'a'", "Error: `1 < 'a'`: a number (1) cannot be compared with a string (\"a\"); a string never counts as a number: write both sides as one kind.")]
    public void Evaluate_ErrorOfACondition_FailsTheRunAndEmitsNothing(string when, string because)
    {
        var decision = RuleEvaluator.Evaluate(Build.Definition(Build.Rule(id: "fine"), Build.Rule(when, id: "broken")), Build.EventInput("""{"x": "a"}"""));

        Assert.Equal($"Rule broken: {because}", decision.FailRun);
        Assert.Empty(decision.Tasks);
        Assert.Equal([Verdict.Match, Verdict.Error], decision.Rules.Select(r => r.Verdict));
    }

    [Fact]
    public void Evaluate_ErrorWithSkipRule_LeavesOutThatItemAlone()
    {
        var rule = Build.Rule(
            "age_days(repo.last_sbom_at) > 30", forEach: Build.ForEach("context.repos", "repo.slug"), onError: RuleErrorPolicy.SkipRule, emit: Build.Task("{{ repo.slug }}"));

        var decision = RuleEvaluator.Evaluate(
            Build.Definition(rule, Build.Rule(id: "other")),
            Build.ScheduleInput("""{"repos": [{"slug": "a", "last_sbom_at": "2025-01-01"}, {"slug": "b", "last_sbom_at": "soon"}, {"slug": "c", "last_sbom_at": "2025-01-01"}]}"""));

        Assert.Null(decision.FailRun);
        Assert.Equal(["a Match", "b Error", "c Match", " Match"], decision.Rules.Select(r => $"{r.Item} {r.Verdict}"));
        Assert.Equal(["a", "c", "Do it"], decision.Tasks.Select(t => t.Spec.Title));
    }

    [Theory]
    [InlineData("""{"repos": []}""", Verdict.Miss, "Not matched: `context.repos` is an empty list.")]
    [InlineData("{}", Verdict.Miss, "Not matched: there is no list to walk over: `context.repos` is missing.")]
    [InlineData("""{"repos": null}""", Verdict.Error, "Error: for_each: `context.repos` must be a list, but is null.")]
    [InlineData("""{"repos": {"a": 1}}""", Verdict.Error, "Error: for_each: `context.repos` must be a list, but is an object ({\"a\":1}).")]
    [InlineData("""{"repos": [{"slug": "a"}, {}, {"slug": null}]}""", Verdict.Error, "Error: for_each: the key `repo.slug` of item 1 cannot be read: `repo.slug` is missing; the key `repo.slug` of item 2 must be a string, a number, a boolean or a time, but is null.")]
    [InlineData("""{"repos": [{"slug": ""}]}""", Verdict.Error, "Error: for_each: the key `repo.slug` of item 0 is empty.")]
    [InlineData("""{"repos": [{"slug": "a\nb"}]}""", Verdict.Error, "Error: for_each: the key `repo.slug` of item 0 holds control characters.")]
    [InlineData("""{"repos": [{"slug": "a"}, {"slug": "b"}, {"slug": "a"}, {"slug": "a"}]}""", Verdict.Error, "Error: for_each: the key \"a\" stands at items 0, 2, 3; each item needs a key of its own.")]
    [InlineData("""{"repos": [{"slug": 1}, {"slug": "1"}]}""", Verdict.Error, "Error: for_each: the key \"1\" stands at items 0, 1; each item needs a key of its own.")]
    public void Evaluate_ListOrKeysUnfit_IsOneVerdictOfTheWholeRule(string context, Verdict verdict, string because)
    {
        var decision = RuleEvaluator.Evaluate(Build.Definition(Build.Rule(forEach: Build.ForEach("context.repos", "repo.slug"))), Build.ScheduleInput(context));

        var only = Assert.Single(decision.Rules);
        Assert.Equal((verdict, because), (only.Verdict, only.Because));
        Assert.Null(only.Item);
        Assert.Empty(decision.Tasks);
        Assert.Equal(verdict == Verdict.Error, decision.FailRun is not null);
    }

    [Fact]
    public void Evaluate_TooManyItems_IsError()
    {
        string Context(int count) => $$"""{"repos": [{{string.Join(',', Enumerable.Range(0, count))}}]}""";
        var definition = Build.Definition(Build.Rule("repo < 0", forEach: Build.ForEach("context.repos", "repo")));

        Assert.Equal(ExpressionLimits.MaxItems, RuleEvaluator.Evaluate(definition, Build.ScheduleInput(Context(ExpressionLimits.MaxItems))).Rules.Count);
        Assert.Equal("Rule r1: Error: for_each: `context.repos` has 10001 items; the limit is 10000.", RuleEvaluator.Evaluate(definition, Build.ScheduleInput(Context(ExpressionLimits.MaxItems + 1))).FailRun);
    }

    [Theory]
    [InlineData("{{ event.attributes.zzz }}", "", "repo", "medium", "emit[0].title: `{{ event.attributes.zzz }}`: `event.attributes.zzz` is missing; where it may be missing, write default(event.attributes.zzz, '...').")]
    [InlineData("{{ event.attributes.blank }}", "", "repo", "medium", "emit[0].title: the rendered text is empty.")]
    [InlineData("t", "{{ event.attributes.nil }}", "repo", "medium", "emit[0].description: `{{ event.attributes.nil }}` is null; write default(event.attributes.nil, '...').")]
    [InlineData("t", "", "{{ event.attributes.path }}", "medium", "emit[0].target_repo: \"org/repo.>\" is no repository name; it may hold letters, digits, '.', '_' and '-'.")]
    [InlineData("t", "", "repo", "urgent", "emit[0].priority: \"urgent\" must be high, medium or low.")]
    [InlineData("t", "", "repo", "hgih", "emit[0].priority: \"hgih\" must be high, medium or low; did you mean `high`?")]
    public void Evaluate_TaskUnfit_IsErrorAndNotAMiss(string title, string description, string targetRepo, string priority, string error)
    {
        var rule = Build.Rule(emit: Build.Task(title, description, targetRepo, priority));

        var decision = RuleEvaluator.Evaluate(Build.Definition(rule), Build.EventInput("""{"blank": " \n ", "nil": null, "path": "org/repo.>"}"""));

        Assert.Equal($"Rule r1: Error: {error}", decision.FailRun);
        Assert.Equal(Verdict.Error, decision.Rules[0].Verdict);
        Assert.Empty(decision.Rules[0].TaskKeys);
    }

    [Fact]
    public void Evaluate_LinesFromData_BecomeOneLine()
    {
        var rule = Build.Rule(emit: Build.Task("Look at {{ event.attributes.name }}", "As {{ event.attributes.name }}", labels: ["{{ event.attributes.name }}", "a", "a"]));

        var task = Assert.Single(RuleEvaluator.Evaluate(Build.Definition(rule), Build.EventInput("""{"name": "a\r\n\u0000 b\t"}""")).Tasks);

        Assert.Equal("Look at a b", task.Spec.Title);
        Assert.Equal("As a\r\n b\t", task.Spec.Description);
        Assert.Equal(["a b", "a"], task.Spec.Labels);
    }

    [Fact]
    public void Evaluate_ScheduleRunAskingForTheEvent_IsAMissThatSaysSo()
    {
        var decision = RuleEvaluator.Evaluate(Build.Definition(Build.Rule("event.type = 'a'")), Build.ScheduleInput());

        Assert.Equal("Not matched: `event.type = 'a'` is unknown: `event` is missing: the run was started by a schedule.", decision.Rules[0].Because);
    }

    [Fact]
    public void Evaluate_TriggerCondition_IsDecidedOnTheEventAlone()
    {
        var trigger = new Trigger.OnEvent { Type = "org.statehub.repo.registered", When = Build.Expression("event.attributes.visibility = 'public' and definition.owner = 'platform'") };

        var match = TriggerCondition.Evaluate(Build.Definition(), trigger, Build.Event("""{"visibility": "public"}"""));
        var miss = TriggerCondition.Evaluate(Build.Definition(), trigger, Build.Event("""{"visability": "public"}"""));
        var error = TriggerCondition.Evaluate(Build.Definition(), trigger, Build.Event("""{"visibility": 1}"""));
        var context = TriggerCondition.Evaluate(Build.Definition(), trigger with { When = Build.Expression("context.a = 1") }, Build.Event());

        Assert.Equal(Verdict.Match, match.Verdict);
        Assert.Equal("Not matched: `event.attributes.visibility = 'public'` is unknown: `event.attributes.visibility` is missing; did you mean `event.attributes.visability`?", miss.Because);
        Assert.Equal(Verdict.Miss, miss.Verdict);
        Assert.Equal(Verdict.Error, error.Verdict);
        Assert.Equal("Error: `context.a = 1` cannot be decided: `context.a`: there is no `context` here.", context.Because);
        Assert.Equal(Verdict.Match, TriggerCondition.Evaluate(Build.Definition(), trigger with { When = null }, Build.Event()).Verdict);
    }

    [Theory]
    [InlineData("age_days(event.attributes.t)", "2026-02-20T03:04:05Z", "10.122164")]
    [InlineData("age_hours(event.attributes.t)", "2026-03-01T17:29:59.9999Z", null)]
    public void Evaluate_CallThatComesToManyDigits_ShowsSixUnlessTheyHideTheDifference(string call, string time, string? shown)
    {
        var decision = RuleEvaluator.Evaluate(Build.Definition(Build.Rule($"{call} > 30")), Build.EventInput($$"""{"t": "{{time}}"}"""));

        var value = decision.Rules[0].Leaves[0].Values[call];
        Assert.True(shown is null ? value.StartsWith("12.50000002", StringComparison.Ordinal) : value == shown, value);
    }

    [Fact]
    public void Explainer_OfAMiss_ShowsTheTree()
    {
        var rule = Build.Rule("event.attributes.a = 1 and not (event.attributes.b or age_days(event.attributes.t) > 3) and exists(event.type)");
        var decision = RuleEvaluator.Evaluate(Build.Definition(rule), Build.EventInput("""{"a": 1, "b": false, "t": "2026-02-20T06:00:00Z"}"""));

        Assert.Equal(
            """
            r1: miss
              Not matched: `age_days(event.attributes.t) > 3` is true (event.attributes.t = "2026-02-20T06:00:00Z", age_days(event.attributes.t) = 10).
              when event.attributes.a = 1 and not (event.attributes.b or age_days(event.attributes.t) > 3) and exists(event.type)
              all of
              ├─ true: event.attributes.a = 1
              │     event.attributes.a = 1
              ├─ not
              │  └─ any of
              │     ├─ false: event.attributes.b
              │     │     event.attributes.b = false
              │     └─ true: age_days(event.attributes.t) > 3
              │           event.attributes.t = "2026-02-20T06:00:00Z"
              │           age_days(event.attributes.t) = 10
              └─ not evaluated: exists(event.type)
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Explainer.Lines(decision.Rules[0])));
    }
}
