using ActivityCore.Evidence;
using ActivityCore.Instructions;
using ActivityCore.Routing;

namespace ActivityCore.Definitions.Fields;

/// <summary>The keys of an activity definition: one table for the loader and for <c>schemas/activity-definition.schema.json</c>.</summary>
internal static class DefinitionFields
{
    public static readonly IReadOnlyList<string> Priorities = ["high", "medium", "low"];
    public static readonly IReadOnlyList<string> OverlapPolicies = ["skip", "buffer_one", "buffer_all", "allow_all"];
    public static readonly IReadOnlyList<string> ContextErrorPolicies = ["fail", "skip"];
    public static readonly IReadOnlyList<string> RuleErrorPolicies = ["fail_run", "skip_rule"];

    private static readonly ObjectShape EventTrigger = new("an event trigger", "An event whose type fits.",
    [
        new("event", new TextShape("The event type, or a pattern: `*` stands for one part between dots, `>` for one or more at the end.")
        {
            MaxLength = 255,
            Examples = ["org.statehub.repo.registered", "org.statehub.*.completed"],
            Check = TypePattern.Fault,
        }, Required: true),
        new("when", Condition("A condition on the event alone, decided before a run is started.")),
    ]);

    private static readonly ObjectShape CronTrigger = new("a cron trigger", "A time.",
    [
        new("cron", new TextShape("Five fields: minute, hour, day of month, month, day of week. Both kinds of day must fit.")
        {
            MaxLength = 200,
            Examples = ["0 6 * * 1", "*/15 * * * *"],
            Check = CronText.Fault,
        }, Required: true),
        new("timezone", new TextShape("The IANA name of the time zone in which the fields are read. Default UTC.")
        {
            MaxLength = 64,
            Examples = ["Europe/Berlin", "UTC"],
            Check = TimeZones.Fault,
        }),
        new("overlap", new ChoiceShape("What a tick does while the run before is open. Default skip.", OverlapPolicies)),
        new("catch_up", Span("How late a missed tick is still made up for. Default 1h.")),
    ]);

    private static readonly ObjectShape ManualTrigger = new("a manual trigger", "A request by a person or a program.",
    [
        new("manual", new BooleanShape("Runs start by request only.") { Only = true }, Required: true),
    ]);

    private static readonly ObjectShape ContextEntry = new("a context entry", "A look-up whose answer expressions see as `context.NAME`.",
    [
        new("source", new TextShape("The name of a configured source; definitions never hold addresses.") { MaxLength = 100, Examples = ["state-hub.repos"] }, Required: true),
        new("with", new JsonObjectShape("Parameters of the source.")),
        new("on_error", new ChoiceShape("What an unreachable source does: fail and be tried again, or skip, which leaves the entry missing. Default fail.", ContextErrorPolicies)),
    ]);

    public static readonly ObjectShape ForEach = new("a `for_each`", "Evaluates the rule or instruction once for each item of a list.",
    [
        new("item", Variable("The name of the item in conditions and templates."), Required: true),
        new("in", Condition("The list."), Required: true),
        new("key", Condition("What identifies an item whatever its place in the list. Needed where the list comes from context.")),
    ]);

    private static readonly ObjectShape Dedupe = new("a `dedupe`", "Same problem within the window: the first task's reference, no new task.",
    [
        new("key", Template("Identifies the problem across occurrences, rules and definitions.", 1_000), Required: true),
        new("window", Span("How long the first task stands for the problem."), Required: true),
    ]);

    private static readonly ObjectShape TaskTemplate = new("a task template", "A task to create.",
    [
        new("title", Template("The task's title.", 1_000), Required: true),
        new("description", Template("The task's text. Default empty.", 16_384) with { MayBeEmpty = true }),
        new("target_repo", Template("The repository that the task is for.", 1_000), Required: true),
        new("priority", Template("`high`, `medium` or `low`, or a template that renders to one of them. Default medium.", 1_000) with { Examples = Priorities }),
        new("labels", new ListShape("Labels of the task.", Template("A label.", 200))),
        new("due_in_days", new IntegerShape("Days until the task is due.", 0, 3_650)),
        new("dedupe", Dedupe),
    ]);

    private static readonly ObjectShape Rule = new("a rule", "A condition and the tasks that follow. All rules are evaluated; each that matches emits.",
    [
        new("id", Dashed("Unique in the definition; part of the keys of its tasks, so it should not change."), Required: true),
        new("for_each", ForEach),
        new("when", Condition("The condition. Without it the rule always matches.")),
        new("on_error", new ChoiceShape("What an error of the rule does to the run. Default fail_run.", RuleErrorPolicies)),
        new("emit", new ListShape("The tasks to create, at least one.", TaskTemplate) { MinItems = 1 }, Required: true),
    ]);

    private static readonly ObjectShape Limits = new("`limits`", "Bounds that park a run instead of flooding the tracker.",
    [
        new("max_tasks_per_run", new IntegerShape("Above this many tasks, of rules and instructions together, nothing is emitted and the run is parked. Default 100.", 1, 500)),
        new("max_tasks_per_hour", new IntegerShape("Above this many tasks, of rules and instructions together, within 60 minutes, over all runs of the definition, nothing is emitted and the run is parked. No bound by default.", 1, 100_000)),
        new("max_instructions_per_run", new IntegerShape("Above this many instructions none is done and the run is parked. Default 20.", 1, InstructionLimits.MaxPerRun)),
    ]);

    public static readonly ObjectShape Root = new("a definition", "What should follow when something happens.",
    [
        new("id", new TextShape("A UUID that never changes; make one with `uuidgen`.")
        {
            Format = "uuid",
            Check = text => Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty ? null : $"is `{Shown.Of(text)}` and must be a UUID: make one with `uuidgen`.",
        }, Required: true),
        new("name", Dashed("The name people use, unique in the folder; by convention the file's name."), Required: true),
        new("owner", new TextShape("The team that answers for it.") { MaxLength = 100 }, Required: true),
        new("description", new TextShape("One sentence for people.") { MaxLength = 2_000, MayBeEmpty = true }),
        new("enabled", new BooleanShape("Whether it starts runs. Default true.")),
        new("trigger", new ListShape("What starts a run: any entry of the list.", new VariantShape("a trigger", "What starts a run.", [EventTrigger, CronTrigger, ManualTrigger])) { MinItems = 1 }, Required: true),
        new("context", new MapShape("What is looked up before the rules are evaluated.", ContextEntry) { KeyPattern = Names.VariablePattern, CheckKey = Names.FaultOfVariable }),
        new("rules", new ListShape("Tasks that follow. A definition has rules, instructions or both.", Rule) { MinItems = 1 }),
        new("instructions", InstructionFields.List),
        new("evidence", new ListShape("Facts of the run that go to State Hub or Inter-Hub once its tasks are emitted.", EvidenceFields.Entry) { MinItems = 1 }),
        new("limits", Limits),
    ]);

    private static TextShape Condition(string description) => new(description) { MaxLength = 2_048, Examples = ["event.attributes.domain == 'platform'"] };

    private static TextShape Template(string description, int maxLength) => new(description) { MaxLength = maxLength };

    private static TextShape Span(string description) => new(description) { Pattern = Duration.Pattern, MaxLength = 10, Examples = ["12h", "30d"], Check = Duration.Fault };

    private static TextShape Dashed(string description) => new(description) { Pattern = Names.DashedPattern, MaxLength = 100, Check = Names.FaultOfDashed };

    private static TextShape Variable(string description) => new(description) { Pattern = Names.VariablePattern, MaxLength = 63, Check = Names.FaultOfVariable };
}
