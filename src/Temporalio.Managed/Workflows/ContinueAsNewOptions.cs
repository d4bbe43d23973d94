using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>What changes in the run that continues a workflow. What is null stays as it is.</summary>
public class ContinueAsNewOptions : ICloneable
{
    /// <summary>The task queue.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>Longest time of the new run.</summary>
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Longest time of one workflow task.</summary>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>How a failed run is retried.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>The memo.</summary>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>The search attributes.</summary>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>A shallow copy; the retry policy is copied too.</summary>
    public virtual object Clone()
    {
        var copy = (ContinueAsNewOptions)MemberwiseClone();
        if (RetryPolicy is { } policy)
        {
            copy.RetryPolicy = policy with { };
        }
        return copy;
    }
}
