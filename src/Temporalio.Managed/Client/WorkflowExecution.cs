using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>A run, as lists and descriptions show it. Times are in UTC.</summary>
public class WorkflowExecution
{
    private readonly Lazy<IReadOnlyDictionary<string, IEncodedRawValue>> _memo;
    private readonly Lazy<SearchAttributeCollection> _searchAttributes;

    internal WorkflowExecution(WorkflowExecutionInfo rawInfo, DataConverter dataConverter)
    {
        RawInfo = rawInfo;
        _memo = new(() => (rawInfo.Memo?.Fields ?? []).ToDictionary(
            field => field.Key, field => (IEncodedRawValue)new EncodedRawValue(dataConverter, field.Value), StringComparer.Ordinal));
        _searchAttributes = new(() => rawInfo.SearchAttributes is { } attributes
            ? SearchAttributeCollection.FromProto(attributes)
            : SearchAttributeCollection.Empty);
    }

    /// <summary>When the run was closed.</summary>
    public DateTime? CloseTime => RawInfo.CloseTime?.ToDateTime();

    /// <summary>When the run began or is to begin.</summary>
    public DateTime? ExecutionTime => RawInfo.ExecutionTime?.ToDateTime();

    /// <summary>Number of events.</summary>
    public int HistoryLength => (int)RawInfo.HistoryLength;

    /// <summary>The workflow's id.</summary>
    public string Id => RawInfo.Execution.WorkflowId;

    /// <summary>The memo.</summary>
    public IReadOnlyDictionary<string, IEncodedRawValue> Memo => _memo.Value;

    /// <summary>The parent's workflow id, of a child.</summary>
    public string? ParentId => RawInfo.ParentExecution?.WorkflowId;

    /// <summary>The parent's run id, of a child.</summary>
    public string? ParentRunId => RawInfo.ParentExecution?.RunId;

    /// <summary>The run's id.</summary>
    public string RunId => RawInfo.Execution.RunId;

    /// <summary>When the run was created.</summary>
    public DateTime StartTime => RawInfo.StartTime.ToDateTime();

    /// <summary>The run's status.</summary>
    public WorkflowExecutionStatus Status => RawInfo.Status;

    /// <summary>The task queue.</summary>
    public string TaskQueue => RawInfo.TaskQueue;

    /// <summary>The search attributes.</summary>
    public SearchAttributeCollection TypedSearchAttributes => _searchAttributes.Value;

    /// <summary>The workflow's type name.</summary>
    public string WorkflowType => RawInfo.Type.Name;

    /// <summary>The wire form.</summary>
    internal WorkflowExecutionInfo RawInfo { get; }
}
