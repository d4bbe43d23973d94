using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.DevServer.Tests.Support;

/// <summary>The calls on schedules that tests make most.</summary>
public static class ScheduleCalls
{
    public const string Id = "schedule";

    /// <summary>A schedule of the workflow "w" every so many seconds, aligned to the epoch.</summary>
    public static Schedule Every(int seconds, ScheduleOverlapPolicy overlap = ScheduleOverlapPolicy.Unspecified) => new()
    {
        Spec = new() { Interval = { new IntervalSpec { Interval = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) } } },
        Action = new()
        {
            StartWorkflow = new NewWorkflowExecutionInfo
            {
                WorkflowId = "w",
                WorkflowType = new() { Name = "wf" },
                TaskQueue = new() { Name = ServiceUnderTest.Queue },
            },
        },
        Policies = new() { OverlapPolicy = overlap },
        State = new(),
    };

    public static async Task CreateAsync(this ServiceUnderTest service, Schedule schedule, Action<CreateScheduleRequest>? change = null)
    {
        var request = new CreateScheduleRequest
        {
            Namespace = ServiceUnderTest.Namespace,
            ScheduleId = Id,
            Schedule = schedule,
            RequestId = Guid.NewGuid().ToString(),
        };
        change?.Invoke(request);
        await service.Client.CallAsync(request, CreateScheduleResponse.Parser);
    }

    public static Task<DescribeScheduleResponse> DescribeScheduleAsync(this ServiceUnderTest service, string id = Id) => service.Client.CallAsync(
        new DescribeScheduleRequest { Namespace = ServiceUnderTest.Namespace, ScheduleId = id }, DescribeScheduleResponse.Parser);

    public static Task PatchAsync(this ServiceUnderTest service, SchedulePatch patch, string requestId = "", string id = Id) => service.Client.CallAsync(
        new PatchScheduleRequest { Namespace = ServiceUnderTest.Namespace, ScheduleId = id, Patch = patch, RequestId = requestId },
        PatchScheduleResponse.Parser);

    public static Task UpdateAsync(this ServiceUnderTest service, Schedule schedule, Action<UpdateScheduleRequest>? change = null)
    {
        var request = new UpdateScheduleRequest { Namespace = ServiceUnderTest.Namespace, ScheduleId = Id, Schedule = schedule };
        change?.Invoke(request);
        return service.Client.CallAsync(request, UpdateScheduleResponse.Parser);
    }

    /// <summary>Moves the clock and waits until everything that came due by it has been done.</summary>
    public static async Task AdvanceAsync(this ServiceUnderTest service, double seconds)
    {
        service.Clock!.Advance(TimeSpan.FromSeconds(seconds));
        await service.Server.Service.Engine.DrainAsync();
    }

    /// <summary>Completes the next workflow task with the workflow's end, and waits until its schedule knows.</summary>
    public static async Task<string> FinishOneAsync(this ServiceUnderTest service, string result = "result")
    {
        var task = await service.StepAsync(ServiceUnderTest.Finish(result));
        await service.Server.Service.Engine.DrainAsync();
        return task.WorkflowExecution.WorkflowId;
    }

    /// <summary>Ids of all workflows in the order of their start, with their status.</summary>
    public static async Task<string> WorkflowsAsync(this ServiceUnderTest service, string query = "")
    {
        var list = await service.Client.CallAsync(
            new ListWorkflowExecutionsRequest { Namespace = ServiceUnderTest.Namespace, Query = query }, ListWorkflowExecutionsResponse.Parser);
        return string.Join(' ', list.Executions.OrderBy(e => e.StartTime.ToDateTime()).ThenBy(e => e.Execution.WorkflowId, StringComparer.Ordinal)
            .Select(e => $"{e.Execution.WorkflowId}:{e.Status}"));
    }
}
