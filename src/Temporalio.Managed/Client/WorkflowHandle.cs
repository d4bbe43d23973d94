using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <summary>A workflow to act on.</summary>
/// <param name="Client">The client.</param>
/// <param name="Id">The workflow's id.</param>
/// <param name="RunId">The run that signals and queries go to, or null for the latest. Never set by a start.</param>
/// <param name="ResultRunId">The run whose result is waited for. After a start, the run that it began.</param>
/// <param name="FirstExecutionRunId">Cancel and terminate only a run of the chain that began with this one.</param>
public record WorkflowHandle(
    ITemporalClient Client,
    string Id,
    string? RunId = null,
    string? ResultRunId = null,
    string? FirstExecutionRunId = null)
{
    /// <summary>Waits until the workflow is closed.</summary>
    /// <param name="followRuns">True to go on with the run that follows a continued, retried or cron run.</param>
    /// <param name="rpcOptions">Options of each call.</param>
    /// <exception cref="WorkflowFailedException">The workflow did not succeed; the inner exception says how it ended.</exception>
    /// <exception cref="WorkflowContinuedAsNewException">The run continued as new, and runs are not followed.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public Task GetResultAsync(bool followRuns = true, RpcOptions? rpcOptions = null) =>
        GetResultAsync<ValueTuple>(followRuns, rpcOptions);

    /// <summary>Waits for the workflow's result.</summary>
    /// <inheritdoc cref="GetResultAsync(bool, RpcOptions?)" />
    public virtual Task<TResult> GetResultAsync<TResult>(bool followRuns = true, RpcOptions? rpcOptions = null) =>
        WorkflowResults.GetAsync<TResult>(Client, Id, ResultRunId, followRuns, rpcOptions);

    /// <summary>Sends a signal by a call of its method. The service has it when this returns; the workflow may not yet.</summary>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public Task SignalAsync<TWorkflow>(Expression<Func<TWorkflow, Task>> signalCall, WorkflowSignalOptions? options = null)
    {
        var (method, args) = ExpressionUtil.ExtractCall(signalCall);
        return SignalAsync(WorkflowSignalDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Sends a signal. The service has it when this returns; the workflow may not yet.</summary>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public Task SignalAsync(string signal, IReadOnlyCollection<object?> args, WorkflowSignalOptions? options = null) =>
        Client.OutboundInterceptor.SignalWorkflowAsync(new(Id, RunId, signal, args, options, Headers: null));

    /// <summary>Asks a query by a call of its method or a read of its property.</summary>
    /// <exception cref="WorkflowQueryFailedException">The query failed in the workflow.</exception>
    /// <exception cref="WorkflowQueryRejectedException">The workflow's status is one that the caller does not want.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached, or no worker answered.</exception>
    public Task<TQueryResult> QueryAsync<TWorkflow, TQueryResult>(
        Expression<Func<TWorkflow, TQueryResult>> queryCall, WorkflowQueryOptions? options = null)
    {
        if (ExpressionUtil.ExtractMemberAccess(queryCall) is { } member)
        {
            if (member is not PropertyInfo property)
                throw new ArgumentException("Expression must be a single method call or property access", nameof(queryCall));
            return QueryAsync<TQueryResult>(WorkflowQueryDefinition.NameFromPropertyForCall(property), [], options);
        }

        var (method, args) = ExpressionUtil.ExtractCall(queryCall, errorSaysPropertyAccepted: true);
        return QueryAsync<TQueryResult>(WorkflowQueryDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Asks a query.</summary>
    /// <inheritdoc cref="QueryAsync{TWorkflow, TQueryResult}" />
    public Task<TQueryResult> QueryAsync<TQueryResult>(
        string query, IReadOnlyCollection<object?> args, WorkflowQueryOptions? options = null) =>
        Client.OutboundInterceptor.QueryWorkflowAsync<TQueryResult>(new(Id, RunId, query, args, options, Headers: null));

    /// <summary>Describes the workflow.</summary>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public Task<WorkflowExecutionDescription> DescribeAsync(WorkflowDescribeOptions? options = null) =>
        Client.OutboundInterceptor.DescribeWorkflowAsync(new(Id, RunId, options));

    /// <summary>Asks the workflow to cancel, which it may refuse or take its time for.</summary>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public Task CancelAsync(WorkflowCancelOptions? options = null) =>
        Client.OutboundInterceptor.CancelWorkflowAsync(new(Id, RunId, FirstExecutionRunId, options));

    /// <summary>Ends the workflow without asking it.</summary>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public Task TerminateAsync(string? reason = null, WorkflowTerminateOptions? options = null) =>
        Client.OutboundInterceptor.TerminateWorkflowAsync(new(Id, RunId, FirstExecutionRunId, reason, options));

    /// <summary>Fetches the history as far as it is written.</summary>
    public async Task<WorkflowHistory> FetchHistoryAsync(WorkflowHistoryFetchOptions? options = null)
    {
        var eventOptions = options is null
            ? null
            : new WorkflowHistoryEventFetchOptions { EventFilterType = options.EventFilterType, Rpc = options.Rpc };
        var events = new List<HistoryEvent>();
        await foreach (var historyEvent in FetchHistoryEventsAsync(eventOptions).ConfigureAwait(false))
            events.Add(historyEvent);
        return new WorkflowHistory(Id, events);
    }

    /// <summary>Goes through the events, page by page as the caller goes on.</summary>
    public IAsyncEnumerable<HistoryEvent> FetchHistoryEventsAsync(WorkflowHistoryEventFetchOptions? options = null) =>
        FetchAsync(options);

    private async IAsyncEnumerable<HistoryEvent> FetchAsync(
        WorkflowHistoryEventFetchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var rpc = new EnumerationRpc(options?.Rpc, cancellationToken);
        byte[]? token = null;
        do
        {
            var page = await Client.OutboundInterceptor.FetchWorkflowHistoryEventPageAsync(new(
                Id,
                RunId,
                PageSize: 0,
                NextPageToken: token,
                WaitNewEvent: options?.WaitNewEvent ?? false,
                EventFilterType: options?.EventFilterType ?? HistoryEventFilterType.AllEvent,
                Rpc: rpc.Options)).ConfigureAwait(false);
            foreach (var historyEvent in page.Events)
                yield return historyEvent;
            token = page.NextPageToken;
        }
        while (token is not null);
    }
}
