using System.Globalization;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Rules.Values;
using ActivityCore.Tasks;

namespace ActivityCore.Rules;

/// <summary>One rule's evaluation over its items. It has its own budgets, so that one rule can never change what another comes to.</summary>
internal sealed class RuleRun(ActivityDefinition definition, Rule rule, EvaluationInput input, Scope scope)
{
    private readonly StepBudget _budget = new(ExpressionLimits.MaxStepsPerRule);
    private readonly TaskRenderer _renderer = new(definition, rule, input);

    /// <summary>One for each item; one alone without <c>for_each</c>, for an empty list, and where the list itself is missing or wrong.</summary>
    public List<RuleDecision> Decisions { get; } = [];

    public List<PlannedTask> Tasks { get; } = [];

    public void Evaluate()
    {
        if (rule.ForEach is not { } forEach)
        {
            EvaluateOnce(scope, null, "");
            return;
        }

        var list = new ExpressionEvaluator(forEach.In, scope, _budget).Evaluate();
        if (list.Missing is { } missing)
            Decide(Verdict.Miss, Condition.Sentence($"Not matched: there is no list to walk over: {missing}"));
        else if (list.Error is { } error)
            Decide(Verdict.Error, Condition.Sentence($"Error: for_each: {error}"));
        else if (list.Value is not Value.List items)
            Decide(Verdict.Error, $"Error: for_each: `{forEach.In.Text}` must be a list, but is {Comparison.Describe(list.Value!)}.");
        else if (items.Content.GetArrayLength() is var count && count > ExpressionLimits.MaxItems)
            Decide(Verdict.Error, $"Error: for_each: `{forEach.In.Text}` has {count} items; the limit is {ExpressionLimits.MaxItems}.");
        else if (count == 0)
            Decide(Verdict.Miss, $"Not matched: `{forEach.In.Text}` is an empty list.");
        else
            EvaluateItems(forEach, items.Content);
    }

    private void EvaluateItems(ForEach forEach, JsonElement list)
    {
        var scopes = list.EnumerateArray().Select(item => scope.With(forEach.Item, ValueReader.Read(item))).ToList();
        if (ItemKeys.Read(forEach, scopes, _budget, out var keys) is { } error)
        {
            Decide(Verdict.Error, Condition.Sentence($"Error: for_each: {error}"));
            return;
        }

        foreach (var (index, item) in scopes.Index())
        {
            var name = keys?[index] ?? index.ToString(CultureInfo.InvariantCulture);
            EvaluateOnce(item, name, $"/{(keys is null ? "index" : "key")}/{name}");
        }
    }

    private void EvaluateOnce(Scope itemScope, string? item, string discriminator)
    {
        var explained = rule.When is null
            ? new Condition.Explained(Verdict.Match, "Matched: the rule has no condition.", [])
            : Condition.Evaluate(rule.When, itemScope, _budget);
        if (explained.Verdict != Verdict.Match)
        {
            Decide(explained.Verdict, explained.Because, item, explained.Leaves);
        }
        else if (_renderer.Render(itemScope, discriminator, _budget, out var tasks) is { } error)
        {
            Decide(Verdict.Error, Condition.Sentence($"Error: {error}"), item, explained.Leaves);
        }
        else
        {
            Tasks.AddRange(tasks);
            Decide(Verdict.Match, explained.Because, item, explained.Leaves, [.. tasks.Select(t => t.Key)]);
        }
    }

    private void Decide(Verdict verdict, string because, string? item = null, IReadOnlyList<LeafExplanation>? leaves = null, IReadOnlyList<string>? keys = null)
        => Decisions.Add(new RuleDecision
        {
            RuleId = rule.Id,
            Item = item,
            Verdict = verdict,
            Condition = rule.When?.Text,
            Because = because,
            Leaves = leaves ?? [],
            TaskKeys = keys ?? [],
        });
}
