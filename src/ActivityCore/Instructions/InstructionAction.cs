using ActivityCore.Rules;

namespace ActivityCore.Instructions;

/// <summary>What an instruction does, with places to be filled. A closed set.</summary>
public abstract record InstructionAction
{
    private InstructionAction()
    {
    }

    /// <summary>Which of them it is.</summary>
    public abstract InstructionKind Kind { get; }

    /// <summary>Starts a child workflow and waits for its end.</summary>
    public sealed record Workflow : InstructionAction
    {
        /// <inheritdoc/>
        public override InstructionKind Kind => InstructionKind.Workflow;

        /// <summary>The workflow's type.</summary>
        public required string Type { get; init; }

        /// <summary>Where its workers listen; null: the runs' own task queue.</summary>
        public string? TaskQueue { get; init; }

        /// <summary>The workflow's id; null: derived from run and instruction.</summary>
        public Template? Id { get; init; }

        /// <summary>Its one argument; null: none.</summary>
        public JsonTemplate? Input { get; init; }
    }

    /// <summary>Starts a program, never a shell.</summary>
    public sealed record Shell : InstructionAction
    {
        /// <inheritdoc/>
        public override InstructionKind Kind => InstructionKind.Shell;

        /// <summary>The name in the worker's allow-list.</summary>
        public required string Command { get; init; }

        /// <summary>Each becomes one argument, whatever it holds.</summary>
        public IReadOnlyList<Template> Arguments { get; init; } = [];
    }

    /// <summary>Sends a request to an endpoint of the settings.</summary>
    public sealed record Http : InstructionAction
    {
        /// <inheritdoc/>
        public override InstructionKind Kind => InstructionKind.Http;

        /// <summary>The name in the settings.</summary>
        public required string Endpoint { get; init; }

        /// <summary>Default POST.</summary>
        public string Method { get; init; } = "POST";

        /// <summary>Below the endpoint's address; what its places bring is escaped. Null: the address itself.</summary>
        public Template? Path { get; init; }

        /// <summary>The query by name.</summary>
        public IReadOnlyDictionary<string, Template> Query { get; init; } = new Dictionary<string, Template>(StringComparer.Ordinal);

        /// <summary>Further headers by name.</summary>
        public IReadOnlyDictionary<string, Template> Headers { get; init; } = new Dictionary<string, Template>(StringComparer.Ordinal);

        /// <summary>The JSON body; null: none.</summary>
        public JsonTemplate? Body { get; init; }
    }

    /// <summary>Publishes a message and waits until a stream has it.</summary>
    public sealed record Nats : InstructionAction
    {
        /// <inheritdoc/>
        public override InstructionKind Kind => InstructionKind.Nats;

        /// <summary>What its places bring becomes one token each.</summary>
        public required Template Subject { get; init; }

        /// <summary>The JSON payload; null: an empty object.</summary>
        public JsonTemplate? Payload { get; init; }
    }
}
