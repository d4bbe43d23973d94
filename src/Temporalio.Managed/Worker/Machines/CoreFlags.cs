using Temporalio.Api.Sdk.V1;

namespace Temporalio.Worker.Machines;

/// <summary>
/// Rules that were added to workers over time. What a run uses is recorded in its history with the completed workflow
/// task, so that a later replay follows the same rules.
/// </summary>
internal sealed class CoreFlags
{
    /// <summary>Compare ids and types of events and commands.</summary>
    public const uint ChecksIds = 1;

    /// <summary>A patch upserts the search attribute that lists patches.</summary>
    public const uint PatchUpsertsAttribute = 2;

    /// <summary>The command that ends a workflow goes to the end of its task.</summary>
    public const uint TerminalCommandLast = 3;

    /// <summary>Old .NET rule: the worker itself moved that command.</summary>
    public const uint LangReorderCompletion = 1;

    /// <summary>Apply every job before any code runs, and one condition at a time.</summary>
    public const uint LangModernEventLoop = 2;

    private static readonly uint[] AllCore = [ChecksIds, PatchUpsertsAttribute, TerminalCommandLast];

    private readonly HashSet<uint> _core = [];
    private readonly HashSet<uint> _lang = [];
    private readonly HashSet<uint> _newLang = [];
    private string _sdkName = "";
    private string _sdkVersion = "";

    /// <summary>True when history has the flag, or when new history is being written.</summary>
    public bool UsesCore(uint flag, bool writing) => _core.Contains(flag) || writing;

    public bool UsesLang(uint flag) => _lang.Contains(flag);

    public void UseLang(uint flag)
    {
        if (_lang.Add(flag))
        {
            _newLang.Add(flag);
        }
    }

    /// <summary>Takes over what a completed workflow task says.</summary>
    public void Add(WorkflowTaskCompletedMetadata? metadata)
    {
        if (metadata is null)
        {
            return;
        }
        _core.UnionWith(metadata.CoreUsedFlags);
        _lang.UnionWith(metadata.LangUsedFlags);
        _newLang.ExceptWith(metadata.LangUsedFlags);
        if (metadata.SdkName.Length > 0)
        {
            _sdkName = metadata.SdkName;
        }
        if (metadata.SdkVersion.Length > 0)
        {
            _sdkVersion = metadata.SdkVersion;
        }
    }

    /// <summary>What is new since history was last told; null when nothing is.</summary>
    public WorkflowTaskCompletedMetadata? Pending(string sdkName, string sdkVersion)
    {
        var metadata = new WorkflowTaskCompletedMetadata();
        foreach (var flag in AllCore)
        {
            if (!_core.Contains(flag))
            {
                metadata.CoreUsedFlags.Add(flag);
            }
        }
        metadata.LangUsedFlags.AddRange(_newLang.Order());
        if (!string.Equals(sdkName, _sdkName, StringComparison.Ordinal))
        {
            metadata.SdkName = sdkName;
        }
        if (!string.Equals(sdkVersion, _sdkVersion, StringComparison.Ordinal))
        {
            metadata.SdkVersion = sdkVersion;
        }
        return metadata.CalculateSize() == 0 ? null : metadata;
    }
}
