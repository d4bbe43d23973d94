using System.Globalization;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>
/// The evaluation of one rule, or of anything else that has items and a condition. It has its own budgets, so that one can never change what another comes to.
/// </summary>
/// <typeparam name="T">What a match asks for.</typeparam>
/// <param name="id">The rule's.</param>
/// <param name="walk">The list that it walks over; null: it is evaluated once.</param>
/// <param name="when">The condition; null: it always holds.</param>
/// <param name="unconditional">Why it matches without one, as a sentence.</param>
/// <param name="render">What a match asks for.</param>
/// <param name="keyOf">The key by which the verdict names it; null: it names none.</param>
internal sealed class RuleRun<T>(string id, ForEach? walk, Expression? when, string unconditional, RuleRun<T>.Render render, Func<T, string>? keyOf = null)
{
    private readonly StepBudget _budget = new(ExpressionLimits.MaxStepsPerRule);

    /// <summary>Renders what one item asks for; the error as a sentence without its full stop, or null.</summary>
    /// <param name="scope">With the item.</param>
    /// <param name="item">Its key or index; null without <c>for_each</c>.</param>
    /// <param name="discriminator">The item in keys: empty without <c>for_each</c>.</param>
    /// <param name="steps">What is left.</param>
    /// <param name="results">What the item asks for.</param>
    public delegate string? Render(Scope scope, string? item, string discriminator, StepBudget steps, out IReadOnlyList<T> results);

    /// <summary>One for each item; one alone without <c>for_each</c>, for an empty list, and where the list itself is missing or wrong.</summary>
    public List<(RuleDecision Verdict, IReadOnlyList<T> Results)> Outcomes { get; } = [];

    public void Evaluate(Scope scope)
    {
        if (walk is not { } forEach)
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
            EvaluateItems(forEach, items.Content, scope);
    }

    private void EvaluateItems(ForEach forEach, JsonElement list, Scope scope)
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
        var explained = when is null ? new Condition.Explained(Verdict.Match, unconditional, []) : Condition.Evaluate(when, itemScope, _budget);
        if (explained.Verdict != Verdict.Match)
            Decide(explained.Verdict, explained.Because, item, explained.Leaves);
        else if (render(itemScope, item, discriminator, _budget, out var results) is { } error)
            Decide(Verdict.Error, Condition.Sentence($"Error: {error}"), item, explained.Leaves);
        else
            Decide(Verdict.Match, explained.Because, item, explained.Leaves, results);
    }

    private void Decide(Verdict verdict, string because, string? item = null, IReadOnlyList<LeafExplanation>? leaves = null, IReadOnlyList<T>? results = null)
    {
        var decision = new RuleDecision
        {
            RuleId = id,
            Item = item,
            Verdict = verdict,
            Condition = when?.Text,
            Because = because,
            Leaves = leaves ?? [],
            TaskKeys = keyOf is null ? [] : [.. (results ?? []).Select(keyOf)],
        };
        Outcomes.Add((decision, results ?? []));
    }
}
