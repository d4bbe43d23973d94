using System.Globalization;
using ActivityCore.Definitions;
using ActivityCore.Tasks;

namespace ActivityCore.Rules;

/// <summary>Renders the task templates of a rule for one item, and derives the keys.</summary>
internal sealed class TaskRenderer(ActivityDefinition definition, Rule rule, EvaluationInput input)
{
    private readonly string _triggeringEventId = input.Event?.Id.ToString("D") ?? input.Occurrence.Key;
    private readonly StepBudget _characters = new(ExpressionLimits.MaxTextPerRule);

    /// <summary>The error as a sentence without its full stop, or null and all tasks of the item: one template's error leaves out the others too.</summary>
    public string? Render(Scope scope, string? item, string discriminator, StepBudget steps, out IReadOnlyList<PlannedTask> tasks)
    {
        var rendered = new List<PlannedTask>();
        tasks = rendered;
        foreach (var (index, template) in rule.Emit.Index())
        {
            var fields = new FieldRenderer(scope, steps, _characters, $"the rule renders more than {ExpressionLimits.MaxTextPerRule} characters in all");
            // The template's index comes first and has no slash, so no two pairs of index and item give the same text.
            var task = Render(template, fields, index.ToString(CultureInfo.InvariantCulture) + discriminator);
            if (fields.Error is { } error)
                return $"emit[{index}].{error}";

            rendered.Add(task);
        }

        return null;
    }

    private PlannedTask Render(TaskTemplate template, FieldRenderer fields, string discriminator)
    {
        var title = fields.Line(template.Title, TaskLimits.MaxTitleLength, "title");
        var description = fields.Text(template.Description, TaskLimits.MaxDescriptionLength, "description");
        var targetRepo = fields.Line(template.TargetRepo, TaskLimits.MaxTargetRepoLength, "target_repo");
        var priority = fields.Line(template.Priority, TaskLimits.MaxPriorityLength, "priority");
        var labels = template.Labels.Index().Select(l => fields.Line(l.Item, TaskLimits.MaxLabelLength, $"labels[{l.Index}]")).Distinct(StringComparer.Ordinal).ToList();
        var dedupeKey = template.Dedupe is { } dedupe ? fields.Line(dedupe.Key, TaskLimits.MaxDedupeKeyLength, "dedupe.key") : null;
        fields.Require(TaskLimits.FaultOfTargetRepo(targetRepo) is null, "target_repo", TaskLimits.FaultOfTargetRepo(targetRepo) ?? "");
        fields.Require(TaskLimits.FaultOfPriority(priority) is null, "priority", TaskLimits.FaultOfPriority(priority) ?? "");
        return new PlannedTask
        {
            Key = TaskKey.Create(definition.Id, input.Occurrence.Key, "rule", rule.Id, targetRepo, discriminator),
            Spec = new TaskSpec
            {
                Title = title,
                Description = description,
                TargetRepo = targetRepo,
                Priority = priority,
                Labels = labels,
                DueInDays = template.DueInDays,
                SourceType = "rule",
                SourceId = rule.Id,
                TriggeringEventId = _triggeringEventId,
                ActivityDefinitionId = definition.Id.ToString("D"),
            },
            DedupeKey = dedupeKey,
            DedupeWindow = template.Dedupe?.Window,
        };
    }
}
