using Temporalio.Api.Command.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>What a machine can do to its run.</summary>
internal interface IMachineHost
{
    /// <summary>
    /// True when ids and types of events are compared with those of commands: always for new events, and for old ones if
    /// the worker that wrote them did.
    /// </summary>
    bool ChecksIds { get; }

    /// <summary>Tells workflow code.</summary>
    void Send(ActivationJob job);

    /// <summary>Sends a further command.</summary>
    void Issue(Command command, CommandMachine machine);
}
