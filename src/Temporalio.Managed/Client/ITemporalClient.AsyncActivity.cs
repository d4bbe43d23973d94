namespace Temporalio.Client;

public partial interface ITemporalClient
{
    /// <summary>An activity by its task token.</summary>
    AsyncActivityHandle GetAsyncActivityHandle(byte[] taskToken);

    /// <summary>An activity by its workflow and its id.</summary>
    AsyncActivityHandle GetAsyncActivityHandle(string workflowId, string runId, string activityId);
}
