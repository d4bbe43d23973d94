namespace Temporalio.Workflows;

/// <summary>What happens when a workflow ends while a signal handler is still running.</summary>
public enum HandlerUnfinishedPolicy
{
    /// <summary>Log a warning and abandon the handler. The default.</summary>
    WarnAndAbandon,

    /// <summary>Abandon the handler silently.</summary>
    Abandon,
}
