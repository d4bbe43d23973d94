using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Workflows;

/// <summary>
/// Thrown out of a workflow to end its run and go on in a new one. Made by
/// <see cref="Workflow.CreateContinueAsNewException(string, IReadOnlyCollection{object?}, ContinueAsNewOptions?)"/>.
/// </summary>
public class ContinueAsNewException : TemporalException
{
    /// <summary>Made from what the new run gets.</summary>
    public ContinueAsNewException(CreateContinueAsNewExceptionInput input)
        : base("Continue as new")
    {
        ArgumentNullException.ThrowIfNull(input);
        Input = input;
    }

    /// <summary>What the new run gets.</summary>
    public CreateContinueAsNewExceptionInput Input { get; protected init; }
}
