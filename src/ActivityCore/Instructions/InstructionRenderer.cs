using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events.Nats;
using ActivityCore.Http;
using ActivityCore.Routing;
using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Nats.Lite;

namespace ActivityCore.Instructions;

/// <summary>Fills the places of a decision's instructions, and derives their keys. What a place brings stays one argument, one segment, one token, one value.</summary>
internal sealed class InstructionRenderer(ActivityDefinition definition, EvaluationInput input)
{
    // One for all of them: the inputs of child workflows go into the history together.
    private readonly StepBudget _characters = new(InstructionLimits.MaxTextPerRun);
    private int _planned;

    /// <summary>What renders one instruction.</summary>
    public RuleRun<PlannedInstruction>.Render Of(Instruction instruction) =>
        (Scope scope, string? item, string discriminator, StepBudget steps, out IReadOnlyList<PlannedInstruction> results) =>
        {
            var fields = new FieldRenderer(scope, steps, _characters, $"the instructions of a run may hold {InstructionLimits.MaxTextPerRun} characters in all");
            var planned = Plan(instruction, item, discriminator, fields);
            if (++_planned > InstructionLimits.MaxPerRun)
                fields.Fail(instruction.Id, $"a run does at most {InstructionLimits.MaxPerRun} instructions");

            results = fields.Error is null ? [planned] : [];
            return fields.Error;
        };

    private PlannedInstruction Plan(Instruction instruction, string? item, string discriminator, FieldRenderer fields)
    {
        var kind = instruction.Action.Kind;
        return new()
        {
            // A task's repository is never empty, so no task has this key.
            Key = TaskKey.Create(definition.Id, input.Occurrence.Key, "instruction", instruction.Id, "", discriminator),
            InstructionId = instruction.Id,
            Item = item,
            Kind = kind,
            OnError = instruction.OnError,
            TimeoutSeconds = (int)(instruction.Timeout ?? InstructionLimits.DefaultTimeout(kind)).TotalSeconds,
            ReturnsTasks = instruction.ReturnsTasks,
            AtMostOnce = instruction.AtMostOnce,
            Workflow = instruction.Action is InstructionAction.Workflow workflow ? Workflow(workflow, fields) : null,
            Shell = instruction.Action is InstructionAction.Shell shell ? new(shell.Command, [.. shell.Arguments.Select((argument, index) => Argument(argument, index, fields))]) : null,
            Http = instruction.Action is InstructionAction.Http http ? Request(http, fields) : null,
            Nats = instruction.Action is InstructionAction.Nats nats ? Message(nats, fields) : null,
        };
    }

    private static PlannedWorkflow Workflow(InstructionAction.Workflow action, FieldRenderer fields)
    {
        var id = action.Id is null ? null : fields.Line(action.Id, InstructionLimits.MaxNameLength, "workflow.id");
        return new(action.Type, action.TaskQueue, id, Json(action.Input, "workflow.input", fields));
    }

    private static string Argument(Template argument, int index, FieldRenderer fields)
    {
        var field = $"shell.args[{index}]";
        var text = fields.Text(argument, InstructionLimits.MaxArgumentLength, field);
        // Whoever sends an event must not be able to give a command an option.
        fields.Require(
            !argument.BeginsWithPlace || !text.StartsWith('-'),
            field,
            $"\"{Shown.Of(text)}\" begins with a dash, and the command could take it for an option; write --name={argument.Text} where it is the value of an option");
        RequireNoSecret(text, field, fields);
        return text;
    }

    private static PlannedRequest Request(InstructionAction.Http action, FieldRenderer fields)
    {
        var path = action.Path is null ? "" : fields.Text(action.Path, InstructionLimits.MaxNameLength, "http.path", Uri.EscapeDataString);
        if (HttpPath.Fault(path) is { } fault)
            fields.Fail("http.path", fault);

        return new(
            action.Endpoint,
            action.Method,
            path,
            Named(action.Query, "http.query", fields),
            Named(action.Headers, "http.headers", fields),
            Json(action.Body, "http.body", fields));
    }

    private static Dictionary<string, string> Named(IReadOnlyDictionary<string, Template> templates, string field, FieldRenderer fields)
    {
        var rendered = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, template) in templates)
        {
            rendered[name] = fields.Line(template, InstructionLimits.MaxNameLength, $"{field}.{name}");
            RequireNoSecret(rendered[name], $"{field}.{name}", fields);
        }

        return rendered;
    }

    private PlannedMessage Message(InstructionAction.Nats action, FieldRenderer fields)
    {
        var subject = fields.Text(action.Subject, InstructionLimits.MaxNameLength, "nats.subject", SubjectToken.Encode);
        fields.Require(NatsSubject.IsPublishable(subject), "nats.subject", $"\"{Shown.Of(subject)}\" is no subject that can be published to");
        fields.Require(
            !definition.Triggers.OfType<Trigger.OnEvent>().Any(trigger => TypePattern.Fits(trigger.Type, subject)),
            "nats.subject",
            $"an event on \"{Shown.Of(subject)}\" would start this definition again, without end");
        return new(subject, Json(action.Payload, "nats.payload", fields) ?? JsonElement.Parse("{}"));
    }

    private static JsonElement? Json(JsonTemplate? template, string field, FieldRenderer fields)
    {
        if (template is null)
            return null;

        var rendered = template.Render(fields, field);
        var text = fields.Error is null ? rendered?.ToJsonString(AuditJson.Options) ?? "null" : "null";
        fields.Require(text.Length <= InstructionLimits.MaxJsonLength, field, $"the rendered JSON has {text.Length} characters; the limit is {InstructionLimits.MaxJsonLength}");
        RequireNoSecret(text, field, fields);
        return JsonElement.Parse(text);
    }

    // The decision is kept and shown. Secrets have a place of their own, which no definition reads.
    private static void RequireNoSecret(string text, string field, FieldRenderer fields) => fields.Require(
        string.Equals(Redaction.Value(text), text, StringComparison.Ordinal),
        field,
        "the rendered text looks like a secret, and decisions are stored and shown; give it to the command or the endpoint in the worker's settings");
}
