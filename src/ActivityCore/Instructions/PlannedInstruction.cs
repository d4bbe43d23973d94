using System.Text.Json;

namespace ActivityCore.Instructions;

/// <summary>An instruction that a decision asks for, with its places filled. Stored with the decision, so that what is done is what was decided.</summary>
public sealed record PlannedInstruction
{
    /// <summary>Derived from definition, occurrence, instruction and item, as a task's key is: the same in every attempt.</summary>
    public required string Key { get; init; }

    /// <summary>The instruction.</summary>
    public required string InstructionId { get; init; }

    /// <summary>The item's key, or its index as text; null without <c>for_each</c>.</summary>
    public string? Item { get; init; }

    /// <summary>Which of the members below is set.</summary>
    public required InstructionKind Kind { get; init; }

    public required InstructionErrorPolicy OnError { get; init; }

    /// <summary>How long one attempt may take (of a workflow: the whole of it).</summary>
    public required int TimeoutSeconds { get; init; }

    public bool ReturnsTasks { get; init; }

    public bool AtMostOnce { get; init; }

    public PlannedWorkflow? Workflow { get; init; }

    public PlannedCommand? Shell { get; init; }

    public PlannedRequest? Http { get; init; }

    public PlannedMessage? Nats { get; init; }

    /// <summary>What it does, in a few words for lists.</summary>
    public string Describe() => this switch
    {
        { Workflow: { } workflow } => $"workflow {workflow.Type} on {workflow.TaskQueue ?? "the runs' task queue"}",
        { Shell: { } shell } => $"shell {string.Join(' ', [shell.Command, .. shell.Arguments.Select(Quoted)])}",
        { Http: { } http } => $"http {http.Method} {http.Endpoint}{(http.Path.Length == 0 ? "" : $"/{http.Path.TrimStart('/')}")}",
        { Nats: { } nats } => $"nats {nats.Subject}",
        _ => Kind.ToString(),
    };

    // For the eye: where an argument begins and ends, and nothing that a terminal would act on.
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or ',' or '@' or '+')
            ? argument
            : JsonSerializer.Serialize(argument, Storage.AuditJson.Options);
}
