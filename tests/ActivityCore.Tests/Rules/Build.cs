using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;

namespace ActivityCore.Tests.Rules;

/// <summary>Short ways to make what the rules are evaluated on.</summary>
internal static class Build
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    public static readonly Guid DefinitionId = Guid.Parse("5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11");

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    public static Expression Expression(string text)
    {
        Assert.True(ActivityCore.Rules.Expression.TryParse(text, out var expression, out var error), $"{text}: {error?.Message}");
        return expression!;
    }

    public static Template Template(string text)
    {
        Assert.True(ActivityCore.Rules.Template.TryParse(text, out var template, out var error), $"{text}: {error?.Message}");
        return template!;
    }

    public static EventEnvelope Event(string attributes = "{}", string type = "org.statehub.repo.registered") => new()
    {
        Id = Guid.Parse("0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11"),
        Type = type,
        Timestamp = Now,
        Publisher = "state-hub",
        Attributes = Json(attributes),
    };

    public static ActivityDefinition Definition(params Rule[] rules) => new()
    {
        Id = DefinitionId,
        Name = "sample",
        Owner = "platform",
        Triggers = [new Trigger.OnRequest()],
        Rules = rules,
        Hash = new string('0', 64),
        Source = "",
        File = "sample.yaml",
    };

    public static Rule Rule(string? when = null, string id = "r1", ForEach? forEach = null, RuleErrorPolicy onError = RuleErrorPolicy.FailRun, params TaskTemplate[] emit) => new()
    {
        Id = id,
        When = when is null ? null : Expression(when),
        ForEach = forEach,
        OnError = onError,
        Emit = emit.Length == 0 ? [Task()] : emit,
    };

    public static ForEach ForEach(string list, string? key, string item = "repo")
        => new() { Item = item, In = Expression(list), Key = key is null ? null : Expression(key) };

    public static TaskTemplate Task(
        string title = "Do it", string description = "", string targetRepo = "activity-core", string priority = "medium", string[]? labels = null, string? dedupe = null) => new()
        {
            Title = Template(title),
            Description = Template(description),
            TargetRepo = Template(targetRepo),
            Priority = Template(priority),
            Labels = [.. (labels ?? []).Select(Template)],
            Dedupe = dedupe is null ? null : new DedupeTemplate { Key = Template(dedupe), Window = TimeSpan.FromDays(30) },
        };

    public static EvaluationInput EventInput(string attributes = "{}", string context = "{}")
        => new() { Occurrence = Occurrence.OfEvent(Event(attributes)), Event = Event(attributes), Context = Json(context) };

    public static EvaluationInput ScheduleInput(string context = "{}")
        => new() { Occurrence = Occurrence.OfSchedule(DefinitionId, Now), Context = Json(context) };

    /// <summary>The expression's result as text: a value, <c>unknown: ...</c> or <c>error: ...</c>.</summary>
    public static string Evaluate(string text, string attributes = "{}", string context = "{}")
    {
        var input = EventInput(attributes, context);
        var scope = Scope.Create(Definition(), input.Occurrence, input.Event, input.Context);
        var result = new ExpressionEvaluator(Expression(text), scope).Evaluate();
        return result.Missing is { } missing ? $"unknown: {missing}"
            : result.Error is { } error ? $"error: {error}"
            : ActivityCore.Rules.Values.CanonicalJson.Write(result.Value!, 1_000);
    }
}
