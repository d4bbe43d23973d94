using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class QueryTests
{
    [Fact]
    public async Task Query_OfAWaitingRun_GoesByItself()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync();

        var query = QueryAsync(service);
        var task = await service.PollWorkflowAsync();
        await AnswerAsync(service, task, "here");

        Assert.Equal("state", task.Query.QueryType);
        Assert.Equal((0L, 1), (task.StartedEventId, task.History.Events.Count > 0 ? 1 : 0));
        Assert.Equal(Payload("here"), (await query).QueryResult);
        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted");
    }

    [Fact]
    public async Task Query_WithAPendingTask_RidesOnIt()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var query = QueryAsync(service);
        await WaitForQueryAsync(service);

        var task = await service.PollWorkflowAsync();
        var id = Assert.Single(task.Queries).Key;
        await service.CompleteAsync(task, r => r.QueryResults[id] = new() { ResultType = QueryResultType.Answered, Answer = Payload("ridden") });

        Assert.Equal(Payload("ridden"), (await query).QueryResult);
    }

    [Fact]
    public async Task Query_LeftUnansweredByAClosingTask_IsSentAgain()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var query = QueryAsync(service);
        await WaitForQueryAsync(service);
        await service.StepAsync(Finish());

        await AnswerAsync(service, await service.PollWorkflowAsync(), "closed");

        Assert.Equal(Payload("closed"), (await query).QueryResult);
    }

    [Fact]
    public async Task Query_FailedByItsHandler_BringsTheFailure()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync();

        var query = QueryAsync(service);
        var task = await service.PollWorkflowAsync();
        await service.Client.CallAsync(
            new RespondQueryTaskCompletedRequest
            {
                Namespace = Namespace,
                TaskToken = task.TaskToken,
                CompletedType = QueryResultType.Failed,
                ErrorMessage = "no",
                Failure = new() { Message = "why" },
            },
            RespondQueryTaskCompletedResponse.Parser);

        var failed = await Assert.ThrowsAsync<RawRpcException>(() => query);
        Assert.Equal((3, "no"), (failed.Code, failed.Status));
        Assert.Equal("why", failed.Detail<QueryFailedFailure>().Failure.Message);
    }

    [Fact]
    public async Task Query_WithNoWorker_SaysSo()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w", r => r.TaskQueue.Name = "other");
        var task = await service.PollWorkflowAsync("other");
        await service.CompleteAsync(task);
        await service.Client.CallAsync(new ShutdownWorkerRequest { Namespace = Namespace, StickyTaskQueue = "other" }, ShutdownWorkerResponse.Parser);

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => QueryAsync(service));

        Assert.Equal((9, "no poller seen for task queue recently, worker may be down"), (refused.Code, refused.Status));
    }

    [Fact]
    public async Task Query_OfAClosedRun_CanBeRejected()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Finish());

        var rejected = await QueryAsync(service, QueryRejectCondition.NotOpen);

        Assert.Equal(WorkflowExecutionStatus.Completed, rejected.QueryRejected.Status);
    }

    private static Task<QueryWorkflowResponse> QueryAsync(ServiceUnderTest service, QueryRejectCondition condition = QueryRejectCondition.None) =>
        service.Client.CallAsync(
            new QueryWorkflowRequest { Namespace = Namespace, Execution = new() { WorkflowId = "w" }, Query = new() { QueryType = "state" }, QueryRejectCondition = condition },
            QueryWorkflowResponse.Parser);

    private static Task AnswerAsync(ServiceUnderTest service, PollWorkflowTaskQueueResponse task, string answer) => service.Client.CallAsync(
        new RespondQueryTaskCompletedRequest { Namespace = Namespace, TaskToken = task.TaskToken, CompletedType = QueryResultType.Answered, QueryResult = Payload(answer) },
        RespondQueryTaskCompletedResponse.Parser);

    private static async Task WaitForQueryAsync(ServiceUnderTest service)
    {
        var engine = service.Server.Service.Engine;
        var key = new Temporalio.DevServer.Engine.WorkflowKey(engine.Namespaces.Get(Namespace), "w");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await engine.WithAsync(key, scope => Task.FromResult(scope.Current!.Queries.Count)) == 0)
            await Task.Delay(5, patience.Token);
    }
}
