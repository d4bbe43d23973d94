using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;

namespace ActivityCore.Instructions;

/// <summary>The keys of an instruction, for the table of a definition.</summary>
internal static class InstructionFields
{
    public static readonly IReadOnlyList<string> ErrorPolicies = ["fail_run", "skip_instruction"];
    public static readonly IReadOnlyList<string> Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly ObjectShape Workflow = new("a `workflow`", "A child workflow of the run. Its result is the instruction's.",
    [
        new("type", Text("The workflow's type.", 200) with { Examples = ["RescanRepository"] }, Required: true),
        new("task_queue", Text("Where its workers listen. Default: the runs' own task queue.", 200) with { Examples = ["platform"] }),
        new("id", Text("The workflow's id; one that exists already is an error. Default: derived from run and instruction.", 1_000)),
        new("input", new JsonShape("Its one argument: any JSON, whose texts may have {{ }}. A text that is one {{ }} alone keeps the kind of its value.")),
    ]);

    private static readonly ObjectShape Shell = new("a `shell`", "A program of the worker's allow-list (ACTIVITY_SHELL_ALLOW). No shell is involved: each argument reaches the program as it is.",
    [
        new("command", new TextShape("The name in the allow-list; definitions never hold paths.")
        {
            Pattern = Names.DashedPattern,
            MaxLength = 100,
            Examples = ["state-hub-consistency-check"],
            Check = Names.FaultOfDashed,
        }, Required: true),
        new("args", new ListShape("The arguments. What a {{ }} at an argument's beginning brings may not begin with a dash.", Text("An argument.", 4_000) with { MayBeEmpty = true })),
    ]);

    private static readonly ObjectShape Http = new("an `http`", "A request to a named endpoint of the settings. It carries an Idempotency-Key, and redirects are not followed.",
    [
        new("endpoint", new TextShape("The name of the endpoint; definitions never hold addresses.") { Pattern = Names.DashedPattern, MaxLength = 100, Examples = ["scanner"], Check = Names.FaultOfDashed }, Required: true),
        new("method", new ChoiceShape("The method. Default POST.", Methods)),
        new("path", Text("Below the endpoint's address. What a {{ }} brings is escaped.", 1_000) with { Examples = ["scans/{{ event.attributes.repo_slug }}"] }),
        new("query", Map("The query by name.", "A value.")),
        new("headers", Map("Further headers by name; those that authenticate belong to the endpoint.", "A value of letters, digits and ._~-.")),
        new("body", new JsonShape("The JSON body, whose texts may have {{ }}. A text that is one {{ }} alone keeps the kind of its value. Default: none.")),
    ]);

    private static readonly ObjectShape Nats = new("a `nats`", "A message on a subject below an allowed prefix (ACTIVITY_NATS_ALLOW), acknowledged by the stream that listens there.",
    [
        new("subject", Text("The subject. What a {{ }} brings becomes one token.", 1_000) with { Examples = ["ops.rescan.{{ event.attributes.repo_slug }}"] }, Required: true),
        new("payload", new JsonShape("The JSON payload, whose texts may have {{ }}. Default: an empty object.")),
    ]);

    private static readonly IReadOnlyList<Field> Common =
    [
        new("id", new TextShape("Unique in the definition; part of the keys of its tasks, so it should not change.") { Pattern = Names.DashedPattern, MaxLength = 100, Check = Names.FaultOfDashed }, Required: true),
        new("for_each", DefinitionFields.ForEach),
        new("when", Text("The condition. Without it the instruction is always done.", 2_048) with { Examples = ["context.hub.reachable"] }),
        new("on_error", new ChoiceShape("What an error of the instruction does to the run, of its condition as of its action. Default fail_run.", ErrorPolicies)),
        new("timeout", new TextShape("How long one attempt may take; of a workflow, the whole of it. Default 10m for shell, 24h for workflow, 30s otherwise.")
        {
            Pattern = Duration.Pattern,
            MaxLength = 10,
            Examples = ["5m"],
            Check = Duration.Fault,
        }),
        new("returns", new ChoiceShape("What its result is. Default: nothing that is read.", ["tasks"])),
        new("at_most_once", new BooleanShape("True: an attempt whose end is not known, because its worker died, is a failure and is not repeated. Default false: it is repeated.")),
    ];

    public static readonly ListShape List = new(
        "Actions other than tasks, done one after the other in the order of the file; their tasks are emitted with those of the rules.",
        new VariantShape("an instruction", "An action: one of `shell`, `workflow`, `http` and `nats`.",
        [
            Variant("a shell instruction", "shell", Shell),
            Variant("a workflow instruction", "workflow", Workflow),
            Variant("an http instruction", "http", Http),
            Variant("a nats instruction", "nats", Nats),
        ]))
    { MinItems = 1 };

    private static ObjectShape Variant(string thing, string key, ObjectShape action) => new(thing, action.Description, [new(key, action, Required: true), .. Common]);

    private static TextShape Text(string description, int maxLength) => new(description) { MaxLength = maxLength };

    private static MapShape Map(string description, string value) => new(description, Text(value, 1_000)) { KeyPattern = "^[A-Za-z][A-Za-z0-9_.-]{0,99}$", CheckKey = FaultOfName };

    private static string? FaultOfName(string name) =>
        name.Length is > 0 and <= 100 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : $"is `{Shown.Of(name)}` and must begin with a letter and hold letters, digits, dashes, underscores and dots alone, 100 at most.";
}
