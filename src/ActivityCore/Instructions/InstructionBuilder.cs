using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Http;
using ActivityCore.Rules;

namespace ActivityCore.Instructions;

/// <summary>The instructions of one file: texts parsed, names checked, paths compared with what they can reach.</summary>
internal sealed class InstructionBuilder(ProblemList problems, RuleBuilder rules, InstructionTargets? targets)
{
    private static readonly string[] OwnHeaders =
        ["accept", "authorization", "connection", "content-length", "content-type", "cookie", "host", "idempotency-key", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"];

    /// <summary>Builds all of them. Ids must differ from each other's and from the rules'.</summary>
    public List<Instruction> Build(IReadOnlyList<YamlMapping> nodes, IReadOnlyList<Rule> known)
    {
        var lines = new Dictionary<string, (string What, int Line)>(StringComparer.Ordinal);
        foreach (var rule in known.Where(rule => rule.Id.Length > 0))
            lines.TryAdd(rule.Id, ("rule", rule.Line));

        var instructions = new List<Instruction>();
        foreach (var node in nodes)
        {
            if (Instruction(node) is not { } instruction)
                continue;

            if (instruction.Id.Length > 0 && !lines.TryAdd(instruction.Id, ("instruction", node.Line)))
                problems.Error(node["id"]!, $"The {lines[instruction.Id].What} `{instruction.Id}` is already on line {lines[instruction.Id].Line}: give each rule and instruction an id of its own.");

            instructions.Add(instruction);
        }

        return instructions;
    }

    private Instruction? Instruction(YamlMapping node)
    {
        var (forEach, when, roots) = rules.Condition(node);
        var action = Action(node, roots);
        if (action is null)
            return null;

        var timeout = Read.Duration(node, "timeout");
        if (timeout > InstructionLimits.MaxTimeout(action.Kind))
            problems.Error(node["timeout"]!, $"`timeout` is `{Read.Text(node, "timeout")}` and may be {Span(InstructionLimits.MaxTimeout(action.Kind))} at most for this kind of instruction.");

        var atMostOnce = Read.Boolean(node, "at_most_once") ?? false;
        if (atMostOnce && action is InstructionAction.Workflow)
            problems.Error(node["at_most_once"]!, "`at_most_once` has no meaning for a workflow, which is started once whatever happens: take it out.");

        if (action is InstructionAction.Nats && node["returns"] is { } returns)
            problems.Error(returns, "`returns` has no meaning for a message, which nobody answers: take it out.");

        return new Instruction
        {
            Id = Read.Text(node, "id") ?? "",
            ForEach = forEach,
            When = when,
            OnError = Read.Text(node, "on_error") is "skip_instruction" ? InstructionErrorPolicy.SkipInstruction : InstructionErrorPolicy.FailRun,
            Action = action,
            Timeout = timeout,
            ReturnsTasks = Read.Text(node, "returns") is "tasks",
            AtMostOnce = atMostOnce,
            Line = node.Line,
        };
    }

    private InstructionAction? Action(YamlMapping node, IReadOnlyList<string> roots)
    {
        if (Read.Mapping(node, "shell") is { } shell)
            return Shell(shell, roots);

        if (Read.Mapping(node, "workflow") is { } workflow)
        {
            return new InstructionAction.Workflow
            {
                Type = Read.Text(workflow, "type") ?? "",
                TaskQueue = Read.Text(workflow, "task_queue"),
                Id = rules.Template(workflow, "id", roots),
                Input = Json(workflow["input"], "input", roots),
            };
        }

        if (Read.Mapping(node, "http") is { } http)
            return Http(http, roots);

        return Read.Mapping(node, "nats") is { } nats ? Nats(nats, roots) : null;
    }

    private InstructionAction.Shell Shell(YamlMapping node, IReadOnlyList<string> roots)
    {
        var command = Read.Text(node, "command") ?? "";
        if (targets is not null && command.Length > 0 && !targets.Commands.Contains(command, StringComparer.Ordinal))
            Warn(node["command"]!, $"`command` is `{Shown.Of(command)}`, which is not on the allow-list of this environment", command, targets.Commands, "ACTIVITY_SHELL_ALLOW: its workers must have it there, or the instruction fails");

        var arguments = Read.Texts(node, "args").ToArray();
        if (arguments.Length > InstructionLimits.MaxArguments)
            problems.Error(node["args"]!, $"`args` has {arguments.Length} entries and may have {InstructionLimits.MaxArguments}: shorten it.");

        return new() { Command = command, Arguments = [.. arguments.Select(argument => rules.Template(argument, "args", roots)).OfType<Template>()] };
    }

    private InstructionAction.Http Http(YamlMapping node, IReadOnlyList<string> roots)
    {
        var endpoint = Read.Text(node, "endpoint") ?? "";
        if (targets is not null && endpoint.Length > 0 && !targets.Endpoints.Contains(endpoint, StringComparer.Ordinal))
            Warn(node["endpoint"]!, $"`endpoint` is `{Shown.Of(endpoint)}`, which is no endpoint of this environment", endpoint, targets.Endpoints, "HTTP_ENDPOINTS_FILE: its workers must have it there, or the instruction fails");

        foreach (var name in Read.Keys(node, "headers").Where(name => OwnHeaders.Contains(name.ToLowerInvariant(), StringComparer.Ordinal) || !HttpEndpoints.TakesHeader(name)))
            problems.Error(Read.Mapping(node, "headers")!.Find(name)!.Key, $"`{name}` is set by the engine, belongs to the endpoint in the settings, or is no header of a request: take it out.");

        var path = node["path"] as YamlScalar;
        if (path is not null && (path.Value.Contains('?', StringComparison.Ordinal) || path.Value.Contains('#', StringComparison.Ordinal) || path.Value.Contains("//", StringComparison.Ordinal)))
            problems.Error(path, "`path` stays below the endpoint's address, without `?`, `#` and `//`: write a query under `query`.");

        return new()
        {
            Endpoint = endpoint,
            Method = Read.Text(node, "method") ?? "POST",
            Path = rules.Template(node, "path", roots),
            Query = Named(node, "query", roots),
            Headers = Named(node, "headers", roots),
            Body = Json(node["body"], "body", roots),
        };
    }

    private InstructionAction.Nats? Nats(YamlMapping node, IReadOnlyList<string> roots)
    {
        if (rules.Template(node, "subject", roots) is not { } subject)
            return null;

        if (targets is not null && !targets.Subjects.Any(prefix => SubjectPrefix.MayFit(prefix, subject)))
        {
            var allowed = targets.Subjects.Count == 0 ? "which allows none" : $"which allows {string.Join(", ", targets.Subjects)}";
            problems.Warning(node["subject"]!.Line, node["subject"]!.Column, $"`subject` is below no prefix of ACTIVITY_NATS_ALLOW of this environment, {allowed}: its workers must have it there, or the instruction fails.");
        }

        return new() { Subject = subject, Payload = Json(node["payload"], "payload", roots) };
    }

    private Dictionary<string, Template> Named(YamlMapping node, string key, IReadOnlyList<string> roots)
    {
        var named = new Dictionary<string, Template>(StringComparer.Ordinal);
        foreach (var (name, value) in Read.Mapping(node, key)?.Entries ?? [])
        {
            if (value is YamlScalar scalar && rules.Template(scalar, name.Value, roots) is { } template)
                named[name.Value] = template;
        }

        return named;
    }

    private JsonTemplate? Json(YamlNode? node, string key, IReadOnlyList<string> roots)
    {
        switch (node)
        {
            case YamlMapping mapping:
                return new JsonTemplate.Members([.. mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Json(entry.Value, entry.Key.Value, roots)!)).Where(member => member.Value is not null)]);
            case YamlSequence sequence:
                return new JsonTemplate.Items([.. sequence.Items.Select(item => Json(item, key, roots)).OfType<JsonTemplate>()]);
            case YamlScalar scalar when YamlCore.KindOf(scalar) == JsonValueKind.String:
                return rules.Template(scalar, key, roots) is { } template ? new JsonTemplate.Text(template) : null;
            case YamlScalar scalar:
                return new JsonTemplate.Constant(YamlJson.ToJson(scalar, problems));
            default:
                return null;
        }
    }

    private void Warn(YamlNode at, string fault, string name, IReadOnlyCollection<string> known, string setting)
    {
        var near = Suggestion.For(name, known);
        problems.Warning(at.Line, at.Column, $"{fault}, {setting}{(near.Length > 0 ? near : ".")}");
    }

    private static string Span(TimeSpan span) => span.TotalDays > 1 ? $"{span.TotalDays:0}d" : span.TotalHours >= 1 ? $"{span.TotalHours:0}h" : $"{span.TotalMinutes:0}m";
}
