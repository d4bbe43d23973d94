namespace Temporalio.Workflows;

/// <summary>What happens to a child workflow when its parent closes.</summary>
public enum ParentClosePolicy
{
    /// <summary>Let the service choose.</summary>
    None,

    /// <summary>The child is terminated. The default.</summary>
    Terminate,

    /// <summary>The child goes on.</summary>
    Abandon,

    /// <summary>The child is asked to cancel.</summary>
    RequestCancel,
}
