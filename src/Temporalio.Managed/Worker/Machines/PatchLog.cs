namespace Temporalio.Worker.Machines;

/// <summary>The patches of a run.</summary>
internal sealed class PatchLog
{
    private readonly Dictionary<string, bool> _commanded = new(StringComparer.Ordinal);

    public IEnumerable<string> Ids => _commanded.Keys;

    /// <summary>A marker of the patch is in history.</summary>
    public void Found(string patchId) => _commanded[patchId] = false;

    public bool IsFound(string patchId) => _commanded.ContainsKey(patchId);

    /// <summary>False when a command was made for it before.</summary>
    public bool TryCommand(string patchId)
    {
        if (_commanded.TryGetValue(patchId, out var commanded) && commanded)
        {
            return false;
        }
        _commanded[patchId] = true;
        return true;
    }
}
