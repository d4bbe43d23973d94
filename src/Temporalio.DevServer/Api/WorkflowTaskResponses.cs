using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

/// <summary>A workflow task as its worker gets it.</summary>
internal static class WorkflowTaskResponses
{
    public static PollWorkflowTaskQueueResponse Build(Run run, bool sticky)
    {
        var state = run.State;
        var task = state.Task!;
        var response = Head(run);
        response.TaskToken = TaskTokens.ForWorkflowTask(run);
        response.StartedEventId = task.StartedEventId;
        response.Attempt = task.Attempt;
        response.ScheduledTime = Times.ToTimestamp(task.ScheduledTime);
        response.StartedTime = Times.ToTimestamp(task.StartedTime);
        var from = sticky ? state.PreviousStartedEventId + 1 : 1;
        Fill(response, run, from, task.StartedEventId);
        foreach (var query in run.Queries)
            response.Queries[query.Id] = query.Query;
        return response;
    }

    /// <summary>A query by itself: nothing is recorded, so there is no started event.</summary>
    public static PollWorkflowTaskQueueResponse BuildQuery(Run run, bool sticky)
    {
        var response = Head(run);
        response.Attempt = 1;
        response.ScheduledTime = Times.ToTimestamp(run.State.StartTime);
        response.StartedTime = Times.ToTimestamp(run.State.StartTime);
        if (sticky)
            response.History = new History();
        else
            Fill(response, run, 1, run.State.NextEventId - 1);
        return response;
    }

    private static PollWorkflowTaskQueueResponse Head(Run run) => new()
    {
        WorkflowExecution = new() { WorkflowId = run.State.WorkflowId, RunId = run.State.RunId },
        WorkflowType = new() { Name = run.State.WorkflowType },
        PreviousStartedEventId = run.State.PreviousStartedEventId,
        WorkflowExecutionTaskQueue = new() { Name = run.State.TaskQueue, Kind = TaskQueueKind.Normal },
    };

    private static void Fill(PollWorkflowTaskQueueResponse response, Run run, long from, long last)
    {
        var (events, next) = HistoryPages.Read(run, from, last, HistoryPages.MaxPageSize, includeTransient: true);
        response.History = new History();
        response.History.Events.AddRange(events);
        if (next != 0)
        {
            response.NextPageToken = HistoryPages.Token(new HistoryToken
            {
                RunId = run.State.RunId,
                NextEventId = next,
                ForWorker = true,
                LastEventId = last,
            });
        }
    }
}
