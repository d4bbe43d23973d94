using Temporalio.Api.Command.V1;

namespace Temporalio.Worker.Machines;

/// <summary>A command that no event has recorded yet.</summary>
internal readonly record struct PendingCommand(CommandMachine Machine, Command Command);
