using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>A command that the service refuses; it fails the whole workflow task.</summary>
internal sealed class CommandException(WorkflowTaskFailedCause cause, string message) : Exception(message)
{
    public WorkflowTaskFailedCause Cause { get; } = cause;
}
