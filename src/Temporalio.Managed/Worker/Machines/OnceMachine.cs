using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

/// <summary>A command that one event answers, and nothing after it: the end of a workflow, an upsert.</summary>
internal sealed class OnceMachine(string kind, EventType eventType) : CommandMachine
{
    private bool _recorded;

    public override string Kind => kind;

    public override bool IsFinal => _recorded;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        if (_recorded || e.EventType != eventType)
        {
            throw Unexpected(e);
        }
        _recorded = true;
    }
}
