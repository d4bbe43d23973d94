namespace Temporalio.Activities;

/// <summary>Thrown by an activity that somebody else will complete, through its task token or its ids.</summary>
public class CompleteAsyncException : Exception
{
    /// <summary>The activity will be completed elsewhere.</summary>
    public CompleteAsyncException()
        : base("Activity will complete asynchronously")
    {
    }
}
