namespace ActivityCore.Instructions;

/// <summary>The kinds of instructions.</summary>
public enum InstructionKind
{
    /// <summary>A child workflow.</summary>
    Workflow,

    /// <summary>A command of the worker's allow-list.</summary>
    Shell,

    /// <summary>A request to a named endpoint.</summary>
    Http,

    /// <summary>A message to a JetStream subject.</summary>
    Nats,
}
