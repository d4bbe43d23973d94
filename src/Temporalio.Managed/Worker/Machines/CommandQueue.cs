using Temporalio.Api.Command.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

/// <summary>
/// Commands in the order in which the workflow made them. New command events must come in the same order; anything else
/// means that the code is not what it was.
/// </summary>
internal sealed class CommandQueue
{
    private readonly List<PendingCommand> _commands = [];
    private int _head;

    public void Add(Command command, CommandMachine machine) => _commands.Add(new(machine, command));

    /// <summary>What is to be sent with the workflow task.</summary>
    public IEnumerable<Command> ToSend()
    {
        for (var i = _head; i < _commands.Count; i++)
        {
            if (_commands[i].Machine is { CancelledBeforeSent: false, IsFinal: false })
            {
                yield return _commands[i].Command;
            }
        }
    }

    /// <summary>Matches a command event with the next command. Tells whether the event after it is to be skipped too.</summary>
    /// <exception cref="NondeterminismException">They do not match.</exception>
    public (CommandMachine? Machine, bool SkipNext) Match(HistoryEvent e, HistoryEvent? next)
    {
        var patch = PatchMarker.Read(e);
        while (true)
        {
            var machine = PeekMachine();
            if (patch is var (patchId, deprecated))
            {
                if (deprecated && (machine is not PatchMachine expected || !string.Equals(expected.PatchId, patchId, StringComparison.Ordinal)))
                {
                    // The call that made it may be gone from the code.
                    return (null, PatchMarker.IsAttributeUpsert(next));
                }
                if (machine is not PatchMachine)
                {
                    throw new NondeterminismException(
                        $"Non-deprecated patch marker encountered for change {patchId}, but there is no corresponding change command!");
                }
            }
            else if (machine is PatchMachine)
            {
                // A deprecated patch that this history never had.
                _head++;
                continue;
            }
            if (machine is null)
            {
                throw new NondeterminismException($"No command scheduled for event {EventText.Describe(e)}");
            }
            Advance();
            return (machine, false);
        }
    }

    private CommandMachine? PeekMachine()
    {
        while (_head < _commands.Count)
        {
            if (_commands[_head].Machine is { CancelledBeforeSent: false } machine)
            {
                return machine;
            }
            _head++;
        }
        return null;
    }

    private void Advance()
    {
        _head++;
        if (_head == _commands.Count)
        {
            _commands.Clear();
            _head = 0;
        }
    }
}
