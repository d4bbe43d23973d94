namespace Temporalio.Client;

/// <summary>Options of an iteration over events.</summary>
public class WorkflowHistoryEventFetchOptions : WorkflowHistoryFetchOptions
{
    /// <summary>True to wait for further events until the run is closed. Default false.</summary>
    public bool WaitNewEvent { get; set; }
}
