using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

internal sealed class PatchMachine(string patchId) : CommandMachine
{
    private bool _recorded;

    public string PatchId => patchId;

    public override string Kind => "Patch machine";

    public override bool IsFinal => _recorded;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        if (PatchMarker.Read(e) is not var (recorded, _))
        {
            throw Unexpected(e);
        }
        if (!string.Equals(recorded, patchId, StringComparison.Ordinal))
        {
            throw new NondeterminismException($"Change id {recorded} does not match expected id {patchId}");
        }
        _recorded = true;
    }
}
