using System.Text.Json;
using ActivityCore.Context;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Events;
using ActivityCore.Instructions;
using ActivityCore.Routing;
using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>
/// A checked tree to the model. It also runs over trees with errors, to find what else is wrong; what is unusable there is
/// left out, and the result is thrown away.
/// </summary>
internal sealed class DefinitionBuilder(
    ProblemList problems, EventTypeRegistry eventTypes, IReadOnlyCollection<string>? contextSources, InstructionTargets? targets)
{
    private static readonly TimeSpan LeastCatchUp = TimeSpan.FromSeconds(10);
    private static readonly JsonElement NoParameters = JsonElement.Parse("{}");

    public ActivityDefinition Build(YamlMapping root, string file, string hash, string source)
    {
        var triggers = Read.Items(root, "trigger").Select(t => (Node: t, Trigger: Trigger(t))).Where(t => t.Trigger is not null).ToArray();
        var context = Context(root);
        var lint = new PathLint(problems, eventTypes, [.. triggers.Select(t => t.Trigger!)], [.. Read.Keys(root, "context")]);
        CheckTriggers(triggers!, lint);

        var builder = new RuleBuilder(problems, lint);
        var rules = builder.Build([.. Read.Items(root, "rules")]);
        var instructions = new InstructionBuilder(problems, builder, Read.Boolean(root, "enabled") is false ? null : targets).Build([.. Read.Items(root, "instructions")], rules);
        if (root["rules"] is null && root["instructions"] is null)
            problems.Error(root, "A definition needs the key `rules` or `instructions`: what follows.");

        var limits = Read.Mapping(root, "limits");
        return new ActivityDefinition
        {
            Id = Guid.TryParseExact(Read.Text(root, "id"), "D", out var id) ? id : Guid.Empty,
            Name = Read.Text(root, "name") ?? "",
            Owner = Read.Text(root, "owner") ?? "",
            Description = Read.Text(root, "description") ?? "",
            Enabled = Read.Boolean(root, "enabled") ?? true,
            Triggers = [.. triggers.Select(t => t.Trigger!)],
            Context = context,
            Rules = rules,
            Instructions = instructions,
            Evidence = new EvidenceBuilder(problems, eventTypes, context).Build([.. Read.Items(root, "evidence")]),
            Limits = new Limits
            {
                MaxTasksPerRun = Read.Integer(limits, "max_tasks_per_run") ?? new Limits().MaxTasksPerRun,
                MaxTasksPerHour = Read.Integer(limits, "max_tasks_per_hour"),
                MaxInstructionsPerRun = Read.Integer(limits, "max_instructions_per_run") ?? new Limits().MaxInstructionsPerRun,
            },
            Hash = hash,
            Source = source,
            File = file,
        };
    }

    private Trigger? Trigger(YamlMapping node)
    {
        if (Read.Text(node, "event") is { } type)
        {
            WarnOfUnknownType(node, type);
            return new Trigger.OnEvent { Type = type, When = Texts.Expression(problems, node, "when") };
        }

        if (Read.Text(node, "cron") is { } cron)
        {
            var trigger = new Trigger.OnCron
            {
                Expression = cron,
                TimeZone = Read.Text(node, "timezone") ?? "UTC",
                Overlap = Read.Text(node, "overlap") switch
                {
                    "buffer_one" => OverlapPolicy.BufferOne,
                    "buffer_all" => OverlapPolicy.BufferAll,
                    "allow_all" => OverlapPolicy.AllowAll,
                    _ => OverlapPolicy.Skip,
                },
                CatchUp = Read.Duration(node, "catch_up") ?? TimeSpan.FromHours(1),
            };
            CheckCron(node, trigger);
            return trigger;
        }

        return node["manual"] is null ? null : new Trigger.OnRequest();
    }

    // The tree may have errors: what is no cron expression, or in no time zone, is said elsewhere.
    private void CheckCron(YamlMapping node, Trigger.OnCron trigger)
    {
        if (trigger.CatchUp < LeastCatchUp)
            problems.Error(node["catch_up"]!, $"`catch_up` is {trigger.CatchUp.TotalSeconds:0}s and Temporal's least is 10s: write 10s or more.");

        var at = node["cron"]!;
        foreach (var warning in CronText.Fault(trigger.Expression) is null && TimeZones.Fault(trigger.TimeZone) is null ? CronLint.Warnings(trigger) : [])
            problems.Warning(at.Line, at.Column, warning);
    }

    private void WarnOfUnknownType(YamlMapping node, string type)
    {
        if (TypePattern.Fault(type) is not null || eventTypes.Types.Any(t => TypePattern.Fits(type, t.Name)))
            return;

        var at = node["event"]!;
        // `org.ci.*` is one part more, not all that is below.
        var below = type.EndsWith(".*", StringComparison.Ordinal) ? type[..^1] + ">" : "";
        var near = below.Length > 0 && eventTypes.Types.Any(t => TypePattern.Fits(below, t.Name))
            ? $": `*` stands for one part between dots; did you mean `{Shown.Of(below)}`?"
            : Suggestion.For(type, eventTypes.Types.Select(t => t.Name));
        problems.Warning(at.Line, at.Column, $"No file in event-types/ has the type `{Shown.Of(type)}`{(near.Length > 0 ? near : ": add one, so that attributes can be checked.")}");
    }

    private void CheckTriggers((YamlMapping Node, Trigger Trigger)[] triggers, PathLint lint)
    {
        var seen = new Dictionary<Trigger, int>();
        foreach (var (node, trigger) in triggers)
        {
            if (trigger is Definitions.Trigger.OnEvent { When: { } when })
            {
                lint.Check(when, node["when"]!, "`when` of a trigger", ExpressionRoots.OfTriggers, onlyTrigger: trigger);
                Texts.WarnOfNoCondition(problems, (YamlScalar)node["when"]!, when, "`when` of a trigger");
            }

            // Expressions are compared as written; records of them would compare by reference.
            Trigger identity = trigger is Definitions.Trigger.OnEvent e ? new Trigger.OnEvent { Type = $"{e.Type}\n{e.When?.Text}" } : trigger;
            if (!seen.TryAdd(identity, node.Line))
                problems.Error(node, $"This trigger is already on line {seen[identity]}: keep one of the two.");
        }
    }

    private List<ContextEntry> Context(YamlMapping root)
    {
        var entries = new List<ContextEntry>();
        foreach (var (key, value) in Read.Mapping(root, "context")?.Entries ?? [])
        {
            if (value is not YamlMapping node || Read.Text(node, "source") is not { } source)
                continue;

            CheckParameters(source, node);
            if (contextSources is not null && !IsKnown(source, contextSources))
            {
                var near = Suggestion.For(source, contextSources);
                problems.Error(node["source"]!, $"`source` is `{Shown.Of(source)}`, which is no source of this installation{(near.Length > 0 ? near : $": it has {string.Join(", ", contextSources.Order(StringComparer.Ordinal))}.")}");
            }

            entries.Add(new ContextEntry
            {
                Name = key.Value,
                Source = source,
                With = Read.Mapping(node, "with") is { } with ? YamlJson.ToJson(with, problems) : NoParameters,
                OnError = Read.Text(node, "on_error") is "skip" ? ContextErrorPolicy.Skip : ContextErrorPolicy.Fail,
            });
        }

        return entries;
    }

    private static bool IsKnown(string source, IReadOnlyCollection<string> known) => known.Contains(source, StringComparer.Ordinal)
        || (source.StartsWith("http.", StringComparison.Ordinal) && known.Contains(ContextSources.AnyEndpoint, StringComparer.Ordinal));

    // What the sources would refuse at every run.
    private void CheckParameters(string source, YamlMapping node)
    {
        if (Read.Mapping(node, "with") is not { Entries.Count: > 0 } with)
            return;

        if (ContextSources.ShippedNames.Contains(source, StringComparer.Ordinal))
            problems.Error(with, $"`with` has no meaning for {source}, which takes no parameters: take it out, and narrow the answer in a rule's `when`.");

        foreach (var (key, _) in source.StartsWith("http.", StringComparison.Ordinal) ? with.Entries : [])
        {
            if (key.Value is not ("path" or "query"))
                problems.Error(key, $"Unknown key `{Shown.Of(key.Value)}` in the `with` of an http source{(Suggestion.For(key.Value, ["path", "query"]) is { Length: > 0 } near ? near : ": it takes path, query.")}");
        }
    }
}
