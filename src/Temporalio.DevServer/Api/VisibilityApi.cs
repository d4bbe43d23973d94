using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Filter.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Api;

/// <summary>Lists and counts of workflows.</summary>
internal sealed class VisibilityApi(NamespaceRegistry namespaces, RunList list, ScheduleApi schedules)
{
    private const int MaxPageSize = 1000;

    public Task<ListWorkflowExecutionsResponse> List(ListWorkflowExecutionsRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var (runs, token) = Page(ns, QueryParser.Parse(ns, request.Query), request.PageSize, request.NextPageToken);
        var response = new ListWorkflowExecutionsResponse { NextPageToken = token };
        response.Executions.AddRange(runs);
        return Task.FromResult(response);
    }

    public Task<ScanWorkflowExecutionsResponse> Scan(ScanWorkflowExecutionsRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var (runs, token) = Page(ns, QueryParser.Parse(ns, request.Query), request.PageSize, request.NextPageToken);
        var response = new ScanWorkflowExecutionsResponse { NextPageToken = token };
        response.Executions.AddRange(runs);
        return Task.FromResult(response);
    }

    public Task<ListOpenWorkflowExecutionsResponse> ListOpen(ListOpenWorkflowExecutionsRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var query = Filter("status = 1", "start_time", request.StartTimeFilter, request.ExecutionFilter, request.TypeFilter, null);
        var (runs, token) = Page(ns, query, request.MaximumPageSize, request.NextPageToken);
        var response = new ListOpenWorkflowExecutionsResponse { NextPageToken = token };
        response.Executions.AddRange(runs);
        return Task.FromResult(response);
    }

    public Task<ListClosedWorkflowExecutionsResponse> ListClosed(ListClosedWorkflowExecutionsRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var query = Filter("status <> 1", "close_time", request.StartTimeFilter, request.ExecutionFilter, request.TypeFilter, request.StatusFilter);
        var (runs, token) = Page(ns, query, request.MaximumPageSize, request.NextPageToken);
        var response = new ListClosedWorkflowExecutionsResponse { NextPageToken = token };
        response.Executions.AddRange(runs);
        return Task.FromResult(response);
    }

    public Task<CountWorkflowExecutionsResponse> Count(CountWorkflowExecutionsRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        if (ScheduleApi.MeansSchedules(request.Query))
            return Task.FromResult(new CountWorkflowExecutionsResponse { Count = schedules.CountAsWorkflows(ns, request.Query) });
        var query = QueryParser.Parse(ns, request.Query, allowGroupBy: true);
        var groups = list.Count(ns, query);
        var response = new CountWorkflowExecutionsResponse { Count = groups.Sum(g => g.Count) };
        if (query.GroupByStatus)
        {
            foreach (var (status, count) in groups)
            {
                var name = JsonPayloads.Payload(((WorkflowExecutionStatus)status).ToString());
                name.Metadata["type"] = ByteString.CopyFromUtf8("Keyword");
                response.Groups.Add(new CountWorkflowExecutionsResponse.Types.AggregationGroup { GroupValues = { name }, Count = count });
            }
        }

        return Task.FromResult(response);
    }

    private static QuerySql Filter(
        string condition, string timeColumn, StartTimeFilter? times, WorkflowExecutionFilter? execution, WorkflowTypeFilter? type, StatusFilter? status)
    {
        var parameters = new List<object>();
        void And(string test, object value)
        {
            parameters.Add(value);
            condition += $" AND {test} ?{parameters.Count + 1}";
        }

        if (times?.EarliestTime is { } earliest)
            And($"{timeColumn} >=", Times.FromTimestamp(earliest));
        if (times?.LatestTime is { } latest)
            And($"{timeColumn} <=", Times.FromTimestamp(latest));
        if (execution is { WorkflowId.Length: > 0 })
            And("workflow_id =", execution.WorkflowId);
        if (execution is { RunId.Length: > 0 })
            And("run_id =", execution.RunId);
        if (type is not null)
            And("workflow_type =", type.Name);
        if (status is not null)
            And("status =", (long)status.Status);
        return new QuerySql($"({condition})", parameters, false);
    }

    private (List<WorkflowExecutionInfo> Runs, ByteString Token) Page(NamespaceEntry ns, QuerySql query, int size, ByteString token)
    {
        size = size is > 0 and <= MaxPageSize ? size : MaxPageSize;
        var (runs, next) = list.List(ns, query, size, Read(token));
        return (runs, next is null ? ByteString.Empty : ByteString.CopyFromUtf8($"{next.OrderTime}/{next.StartTime}/{next.RunKey}"));
    }

    private static RunList.Position? Read(ByteString token)
    {
        if (token.IsEmpty)
            return null;
        var parts = token.ToStringUtf8().Split('/');
        return parts.Length == 3 && long.TryParse(parts[0], out var order) && long.TryParse(parts[1], out var start) && long.TryParse(parts[2], out var key)
            ? new RunList.Position(order, start, key)
            : throw Refusals.InvalidPageToken();
    }
}
