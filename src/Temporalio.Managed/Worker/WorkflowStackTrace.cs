namespace Temporalio.Worker;

/// <summary>Whether workflows remember where they wait, for the <c>__stack_trace</c> query. It costs time on every wait.</summary>
public enum WorkflowStackTrace
{
    /// <summary>They do not; the query fails.</summary>
    None,

    /// <summary>They do, with file names and lines.</summary>
    Normal,

    /// <summary>They do, without file names and lines.</summary>
    WithoutFileInfo,
}
