using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Cases;

/// <summary>The keys of a file of golden cases: one table for the loader and for <c>schemas/definition-tests.schema.json</c>.</summary>
internal static class CaseFields
{
    private static readonly ObjectShape Event = new("an event", "The event that comes in.",
    [
        new("type", new TextShape("The event's type.") { MaxLength = 255, Examples = ["org.statehub.repo.registered"] }, Required: true),
        new("id", new TextShape("Its id, a UUID. Default: one made from the case's name.")
        {
            Format = "uuid",
            Check = id => Guid.TryParseExact(id, "D", out _) ? null : $"is `{Shown.Of(id)}` and must be a UUID such as 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11.",
        }),
        new("version", new TextShape("The version of its attributes, in quotes. Default \"1.0\".") { MaxLength = 64 }),
        new("timestamp", Time("When it happened, which is `now`. Default: the case's `now`.")),
        new("publisher", new TextShape("Who published it. Default `test`.") { MaxLength = 255 }),
        new("attributes", new JsonObjectShape("Its attributes. Default: none.")),
    ]);

    private static readonly ObjectShape Schedule = new("a tick", "A tick of the cron trigger.",
    [
        new("at", Time("The nominal time, which is `now`."), Required: true),
    ]);

    private static readonly ObjectShape Task = new("an expected task", "The fields that matter here; those left out may be anything.",
    [
        new("title", Text("The title.", TaskLimits.MaxTitleLength)),
        new("description", Text("The description.", TaskLimits.MaxDescriptionLength) with { MayBeEmpty = true }),
        new("target_repo", Text("The repository that it is for.", TaskLimits.MaxTargetRepoLength)),
        new("priority", new ChoiceShape("The priority.", ["high", "medium", "low"])),
        new("labels", new ListShape("All labels in order.", Text("A label.", TaskLimits.MaxLabelLength))),
        new("due_in_days", new IntegerShape("Days until it is due.", 0, int.MaxValue)),
        new("source_type", new ChoiceShape("What asked for it.", ["rule", "instruction"])),
        new("source_id", Text("The rule's id.", 200)),
        new("triggering_event_id", Text("The event's id; the occurrence for schedules and requests.", 600)),
        new("activity_definition_id", Text("The definition's id.", 36)),
        new("dedupe_key", Text("The problem's identity.", TaskLimits.MaxDedupeKeyLength)),
    ]);

    private static readonly ObjectShape Instruction = new("an expected instruction", "The fields that matter here, as they are rendered; those left out may be anything.",
    [
        new("id", Text("The instruction's id.", 100), Required: true),
        new("item", Text("The item's key.", 200)),
        new("workflow", new ObjectShape("a `workflow`", "The child workflow.",
        [
            new("type", Text("Its type.", 200)),
            new("task_queue", Text("Where its workers listen.", 200)),
            new("id", Text("Its id, where the definition gives one.", 1_000)),
            new("input", new JsonShape("Its argument; of objects, the members that matter.")),
        ])),
        new("shell", new ObjectShape("a `shell`", "The command.",
        [
            new("command", Text("Its name.", 100)),
            new("args", new ListShape("All arguments in order.", Text("An argument.", 16_384) with { MayBeEmpty = true })),
        ])),
        new("http", new ObjectShape("an `http`", "The request.",
        [
            new("endpoint", Text("The endpoint's name.", 100)),
            new("method", Text("The method.", 10)),
            new("path", Text("The path, escaped.", 1_000)),
            new("query", new JsonObjectShape("The query by name.")),
            new("headers", new JsonObjectShape("The headers by name.")),
            new("body", new JsonShape("The body; of objects, the members that matter.")),
        ])),
        new("nats", new ObjectShape("a `nats`", "The message.",
        [
            new("subject", Text("The subject.", 1_000)),
            new("payload", new JsonShape("The payload; of objects, the members that matter.")),
        ])),
    ]);

    private static readonly ObjectShape Expect = new("an expectation", "What must follow: `tasks`, `instructions` or both, or `none`; and `error` where a rule or instruction must come to one.",
    [
        new("tasks", new ListShape("All tasks of rules in order, no more and no fewer.", Task) { MinItems = 1 }),
        new("instructions", new ListShape("All instructions in order, no more and no fewer. They are not done.", Instruction) { MinItems = 1 }),
        new("none", new TextShape("No task and no instruction; and the text is part of one of the reasons.")),
        new("error", new TextShape("A rule, an instruction or the trigger comes to an error, and the text is part of its message.")),
    ]);

    private static readonly ObjectShape Case = new("a case", "What comes in, and what must follow.",
    [
        new("name", new TextShape("What the case shows; unique in the file.") { MaxLength = 200 }, Required: true),
        new("event", Event),
        new("schedule", Schedule),
        new("manual", new BooleanShape("A request by hand.") { Only = true }),
        new("now", Time("The nominal time, where the cause states none. Default 2026-01-01T00:00:00Z.")),
        new("context", new JsonObjectShape("What the look-ups answer, by entry name. An entry left out was skipped.")),
        new("expect", Expect, Required: true),
    ]);

    public static readonly ObjectShape Root = new("a file of golden cases", "Cases of the definition that stands beside it under the same name.",
    [
        new("cases", new ListShape("The cases, at least one.", Case) { MinItems = 1 }, Required: true),
    ]);

    private static TextShape Time(string description) => new(description)
    {
        Format = "date-time",
        MaxLength = 40,
        Examples = ["2026-03-02T06:00:00Z"],
        Check = time => Iso8601.TryParse(time, out _) ? null : $"is `{Shown.Of(time)}` and must be a time such as 2026-03-02T06:00:00Z.",
    };

    private static TextShape Text(string description, int maxLength) => new(description) { MaxLength = maxLength };
}
