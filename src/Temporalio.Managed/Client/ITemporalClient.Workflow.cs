using System.Linq.Expressions;
using Temporalio.Exceptions;

namespace Temporalio.Client;

public partial interface ITemporalClient
{
    /// <summary>Starts a workflow by a call of its run method.</summary>
    /// <exception cref="ArgumentException">The options or the call are wrong.</exception>
    /// <exception cref="WorkflowAlreadyStartedException">The id is in use, and the policies forbid another run.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options);

    /// <inheritdoc cref="StartWorkflowAsync{TWorkflow, TResult}(Expression{Func{TWorkflow, Task{TResult}}}, WorkflowOptions)" />
    Task<WorkflowHandle<TWorkflow>> StartWorkflowAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options);

    /// <summary>Starts a workflow by its type name.</summary>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="WorkflowAlreadyStartedException">The id is in use, and the policies forbid another run.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    Task<WorkflowHandle> StartWorkflowAsync(string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options);

    /// <summary>A handle of a workflow, which need not exist.</summary>
    /// <param name="id">The workflow's id.</param>
    /// <param name="runId">The run, or null for whichever is the latest at each call.</param>
    /// <param name="firstExecutionRunId">Cancel and terminate only a run of the chain that began with this one.</param>
    WorkflowHandle GetWorkflowHandle(string id, string? runId = null, string? firstExecutionRunId = null);

    /// <inheritdoc cref="GetWorkflowHandle(string, string?, string?)" />
    WorkflowHandle<TWorkflow> GetWorkflowHandle<TWorkflow>(string id, string? runId = null, string? firstExecutionRunId = null);

    /// <inheritdoc cref="GetWorkflowHandle(string, string?, string?)" />
    WorkflowHandle<TWorkflow, TResult> GetWorkflowHandle<TWorkflow, TResult>(
        string id, string? runId = null, string? firstExecutionRunId = null);

    /// <summary>Lists workflows that match a visibility query, page by page as the caller goes on.</summary>
    IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(string query, WorkflowListOptions? options = null);

    /// <summary>Lists one page of workflows that match a visibility query.</summary>
    Task<WorkflowListPage> ListWorkflowsPaginatedAsync(
        string query, byte[]? nextPageToken, WorkflowListPaginatedOptions? options = null);

    /// <summary>Counts workflows that match a visibility query, which may group them.</summary>
    Task<WorkflowExecutionCount> CountWorkflowsAsync(string query, WorkflowCountOptions? options = null);
}
