using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

/// <summary>
/// The life of one thing that a workflow asked for: from its command over the event that records the command to whatever
/// follows. Used by one thread at a time.
/// </summary>
internal abstract class CommandMachine
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>True when the command is not to be sent after all: it was taken back before any event recorded it.</summary>
    public bool CancelledBeforeSent { get; protected set; }

    /// <summary>True when nothing more can come, so that the machine need not be found by its event.</summary>
    public abstract bool IsFinal { get; }

    /// <summary>The event that records the command of this machine, or one that follows it.</summary>
    /// <exception cref="NondeterminismException">The event is not one of this machine.</exception>
    public abstract void Handle(HistoryEvent e, IMachineHost host);

    /// <summary>The workflow cancels it.</summary>
    public virtual void Cancel(IMachineHost host) => throw new NotSupportedException($"{Kind} cannot be cancelled");

    protected NondeterminismException Unexpected(HistoryEvent e) =>
        new($"{Kind} does not handle this event: {EventText.Describe(e)}");
}
