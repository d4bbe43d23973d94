using System.Runtime.CompilerServices;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace ActivityCore.Routing.Schedules;

/// <summary>The schedules of a namespace, as seen by one installation. Safe to share.</summary>
/// <param name="client">The service.</param>
/// <param name="taskQueue">What tells installations in a namespace apart.</param>
internal sealed class ScheduleDirectory(ITemporalClient client, string taskQueue)
{
    private const string OwnerKey = "activity_core_task_queue";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The memo that makes a schedule ours.</summary>
    public IReadOnlyDictionary<string, object> Memo { get; } = new Dictionary<string, object>(StringComparer.Ordinal) { [OwnerKey] = taskQueue };

    /// <summary>The options of every call.</summary>
    public static RpcOptions Rpc(CancellationToken cancellationToken) => new() { Timeout = CallTimeout, CancellationToken = cancellationToken };

    /// <summary>The schedule as it is now, or null.</summary>
    public async Task<ScheduleDescription?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetScheduleHandle(id).DescribeAsync(Rpc(cancellationToken));
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Our own schedules. The list of the service lags a little behind; each is looked up as it is now.</summary>
    public async IAsyncEnumerable<ScheduleDescription> ListOwnAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listed in client.ListSchedulesAsync(new() { Rpc = Rpc(cancellationToken) }).WithCancellation(cancellationToken))
        {
            if (ScheduleId.IsOurForm(listed.Id) && await IsOwnAsync(listed.Memo)
                && await FindAsync(listed.Id, cancellationToken) is { } found && await IsOwnAsync(found.Memo))
            {
                yield return found;
            }
        }
    }

    /// <summary>Whether this installation has made the schedule.</summary>
    public async Task<bool> IsOwnAsync(IReadOnlyDictionary<string, IEncodedRawValue> memo)
    {
        if (!memo.TryGetValue(OwnerKey, out var owner))
        {
            return false;
        }

        try
        {
            return string.Equals(await owner.ToValueAsync<string>(), taskQueue, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
