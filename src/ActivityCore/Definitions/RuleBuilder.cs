using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>The rules of one file: texts parsed, names checked, paths compared with what they can reach.</summary>
internal sealed class RuleBuilder(ProblemList problems, PathLint lint)
{
    private static readonly Template NoText = Fixed("");
    private static readonly Template Medium = Fixed("medium");

    public List<Rule> Build(IReadOnlyList<YamlMapping> nodes)
    {
        var rules = new List<Rule>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var rule = Rule(node);
            if (rule.Id.Length > 0 && !lines.TryAdd(rule.Id, node.Line))
                problems.Error(node["id"]!, $"The rule `{rule.Id}` is already on line {lines[rule.Id]}: give each rule an id of its own.");

            rules.Add(rule);
        }

        return rules;
    }

    /// <summary>The <c>for_each</c> and <c>when</c> of a rule or instruction, and the names at which its paths may begin.</summary>
    public (ForEach? ForEach, Expression? When, IReadOnlyList<string> Roots) Condition(YamlMapping node)
    {
        var forEach = ForEach(Read.Mapping(node, "for_each"));
        IReadOnlyList<string> roots = forEach is { Item.Length: > 0 } ? [.. ExpressionRoots.OfRules, forEach.Item] : ExpressionRoots.OfRules;
        var when = Texts.Expression(problems, node, "when");
        if (when is not null)
        {
            lint.Check(when, node["when"]!, "`when`", roots);
            Texts.WarnOfNoCondition(problems, (YamlScalar)node["when"]!, when, "`when`");
        }

        return (forEach, when, roots);
    }

    /// <summary>The template under a key; null where there is none, or none that can be used.</summary>
    public Template? Template(YamlMapping node, string key, IReadOnlyList<string> roots) =>
        Read.Text(node, key) is null ? null : Template((YamlScalar)node[key]!, key, roots);

    /// <summary>A text of the file as a template; null where it is none.</summary>
    public Template? Template(YamlScalar scalar, string key, IReadOnlyList<string> roots)
    {
        var template = Texts.Template(problems, scalar, key);
        if (template is not null)
            lint.Check(template, scalar, $"`{key}`", roots);

        return template;
    }

    private Rule Rule(YamlMapping node)
    {
        var (forEach, when, roots) = Condition(node);
        return new Rule
        {
            Id = Read.Text(node, "id") ?? "",
            ForEach = forEach,
            When = when,
            OnError = Read.Text(node, "on_error") is "skip_rule" ? RuleErrorPolicy.SkipRule : RuleErrorPolicy.FailRun,
            Emit = [.. Read.Items(node, "emit").Select(task => Task(task, roots, forEach?.Item))],
            Line = node.Line,
        };
    }

    private ForEach? ForEach(YamlMapping? node)
    {
        if (node is null)
            return null;

        var item = Read.Text(node, "item") ?? "";
        if (ExpressionRoots.OfRules.Contains(item, StringComparer.Ordinal))
            problems.Error(node["item"]!, $"`item` is `{item}`, which expressions already use for something else: choose another name.");

        var list = Texts.Expression(problems, node, "in");
        if (list is not null)
            lint.Check(list, node["in"]!, "`in`", ExpressionRoots.OfRules);

        var key = Texts.Expression(problems, node, "key");
        if (key is not null)
            lint.Check(key, node["key"]!, "`key`", [.. ExpressionRoots.OfRules, item]);

        if (node["key"] is null && list?.Paths.Any(p => string.Equals(p.Root, ExpressionRoots.Context, StringComparison.Ordinal)) == true)
            problems.Error(node, $"A `for_each` over context needs the key `key`, since the order of the list may change between attempts: name what identifies an item, such as `{(item.Length > 0 ? item : "item")}.slug`.");

        return list is null ? null : new ForEach { Item = item, In = list, Key = key };
    }

    private TaskTemplate Task(YamlMapping node, IReadOnlyList<string> roots, string? item)
    {
        var priority = Template(node, "priority", roots) ?? Medium;
        if (node["priority"] is YamlScalar literal && priority.IsConstant && !DefinitionFields.Priorities.Contains(literal.Value, StringComparer.Ordinal))
        {
            var near = Suggestion.For(literal.Value, DefinitionFields.Priorities);
            problems.Error(literal, $"`priority` is `{Shown.Of(literal.Value)}` and must be one of {string.Join(", ", DefinitionFields.Priorities)}{(near.Length > 0 ? near : ".")}");
        }

        // What holds no place comes to the same at every run, so its fault is known now.
        var targetRepo = Template(node, "target_repo", roots);
        if (targetRepo is { IsConstant: true } && TaskLimits.FaultOfTargetRepo(FieldRenderer.OneLine(targetRepo.Text)) is { } fault)
            problems.Error(node["target_repo"]!, $"`target_repo`: {fault}: write the name alone, without its owner or address.");

        var title = Template(node, "title", roots);
        if (title is { IsConstant: true, Text.Length: > TaskLimits.MaxTitleLength })
            problems.Error(node["title"]!, $"`title` has {title.Text.Length} characters and may have {TaskLimits.MaxTitleLength}: shorten it, and put the rest into `description`.");

        return new TaskTemplate
        {
            Title = title ?? NoText,
            Description = Template(node, "description", roots) ?? NoText,
            TargetRepo = targetRepo ?? NoText,
            Priority = priority,
            Labels = [.. Read.Texts(node, "labels").Select(label => Template(label, "labels", roots)).OfType<Template>()],
            DueInDays = Read.Integer(node, "due_in_days"),
            Dedupe = Dedupe(Read.Mapping(node, "dedupe"), roots, item),
        };
    }

    private DedupeTemplate? Dedupe(YamlMapping? node, IReadOnlyList<string> roots, string? item)
    {
        if (node is null || Template(node, "key", roots) is not { } key || Read.Duration(node, "window") is not { } window)
            return null;

        if (item is { Length: > 0 } && !key.Paths.Any(path => string.Equals(path.Root, item, StringComparison.Ordinal)))
            Texts.Warning(problems, (YamlScalar)node["key"]!, 0, $"`key` is the same for every item of `for_each`: of all items only the first one's task is made. Name the item in it, such as {{{{ {item}.slug }}}}.");

        return new DedupeTemplate { Key = key, Window = window };
    }

    private static Template Fixed(string text) =>
        Rules.Template.TryParse(text, out var template, out _) ? template! : throw new InvalidOperationException($"The template '{text}' does not parse.");
}
