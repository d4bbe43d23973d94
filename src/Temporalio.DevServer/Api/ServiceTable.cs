using Google.Protobuf;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.TestService.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Api;

/// <summary>Every call that this service answers, one per line.</summary>
internal static class ServiceTable
{
    public static RpcTable Build(
        RunEngine engine, NamespaceRegistry namespaces, RunList list, ScheduleApi schedules, string defaultNamespace, string clusterId)
    {
        var methods = new Dictionary<string, RpcMethod>(StringComparer.Ordinal);
        var system = new SystemApi(clusterId);
        var spaces = new NamespaceApi(namespaces);
        var attributes = new SearchAttributeApi(namespaces, defaultNamespace);
        var starts = new StartApi(engine, namespaces);
        var signals = new SignalApi(engine, namespaces);
        var queries = new QueryApi(engine, namespaces);
        var tasks = new WorkflowTaskApi(engine, namespaces, queries);
        var activities = new ActivityTaskApi(engine, namespaces);
        var histories = new HistoryApi(engine, namespaces);
        var descriptions = new DescribeApi(engine, namespaces);
        var queues = new TaskQueueApi(engine, namespaces);
        var resets = new ResetApi(engine, namespaces);
        var lists = new VisibilityApi(namespaces, list, schedules);

        Workflow("GetSystemInfo", GetSystemInfoRequest.Parser, SystemApi.GetSystemInfo);
        Workflow("GetClusterInfo", GetClusterInfoRequest.Parser, system.GetClusterInfo);
        Workflow("RegisterNamespace", RegisterNamespaceRequest.Parser, spaces.Register);
        Workflow("DescribeNamespace", DescribeNamespaceRequest.Parser, spaces.Describe);
        Workflow("UpdateNamespace", UpdateNamespaceRequest.Parser, spaces.Update);
        Workflow("ListNamespaces", ListNamespacesRequest.Parser, spaces.List);
        Workflow("GetSearchAttributes", GetSearchAttributesRequest.Parser, attributes.Get);
        Workflow("StartWorkflowExecution", StartWorkflowExecutionRequest.Parser, starts.Start);
        Workflow("SignalWithStartWorkflowExecution", SignalWithStartWorkflowExecutionRequest.Parser, starts.SignalWithStart);
        Workflow("SignalWorkflowExecution", SignalWorkflowExecutionRequest.Parser, signals.Signal);
        Workflow("RequestCancelWorkflowExecution", RequestCancelWorkflowExecutionRequest.Parser, signals.RequestCancel);
        Workflow("TerminateWorkflowExecution", TerminateWorkflowExecutionRequest.Parser, signals.Terminate);
        Workflow("DeleteWorkflowExecution", DeleteWorkflowExecutionRequest.Parser, signals.Delete);
        Workflow("ResetWorkflowExecution", ResetWorkflowExecutionRequest.Parser, resets.Reset);
        Workflow("DescribeWorkflowExecution", DescribeWorkflowExecutionRequest.Parser, descriptions.Describe);
        Workflow("GetWorkflowExecutionHistory", GetWorkflowExecutionHistoryRequest.Parser, histories.Get);
        Workflow("GetWorkflowExecutionHistoryReverse", GetWorkflowExecutionHistoryReverseRequest.Parser, histories.GetReverse);
        Workflow("ListWorkflowExecutions", ListWorkflowExecutionsRequest.Parser, lists.List);
        Workflow("CountWorkflowExecutions", CountWorkflowExecutionsRequest.Parser, lists.Count);
        Workflow("ScanWorkflowExecutions", ScanWorkflowExecutionsRequest.Parser, lists.Scan);
        Workflow("ListOpenWorkflowExecutions", ListOpenWorkflowExecutionsRequest.Parser, lists.ListOpen);
        Workflow("ListClosedWorkflowExecutions", ListClosedWorkflowExecutionsRequest.Parser, lists.ListClosed);
        Workflow("QueryWorkflow", QueryWorkflowRequest.Parser, queries.Query);
        Workflow("RespondQueryTaskCompleted", RespondQueryTaskCompletedRequest.Parser, queries.Completed);
        Workflow("PollWorkflowTaskQueue", PollWorkflowTaskQueueRequest.Parser, tasks.Poll);
        Workflow("RespondWorkflowTaskCompleted", RespondWorkflowTaskCompletedRequest.Parser, tasks.Completed);
        Workflow("RespondWorkflowTaskFailed", RespondWorkflowTaskFailedRequest.Parser, tasks.Failed);
        Workflow("PollActivityTaskQueue", PollActivityTaskQueueRequest.Parser, activities.Poll);
        Workflow("RecordActivityTaskHeartbeat", RecordActivityTaskHeartbeatRequest.Parser, activities.Heartbeat);
        Workflow("RecordActivityTaskHeartbeatById", RecordActivityTaskHeartbeatByIdRequest.Parser, activities.HeartbeatById);
        Workflow("RespondActivityTaskCompleted", RespondActivityTaskCompletedRequest.Parser, activities.Completed);
        Workflow("RespondActivityTaskCompletedById", RespondActivityTaskCompletedByIdRequest.Parser, activities.CompletedById);
        Workflow("RespondActivityTaskFailed", RespondActivityTaskFailedRequest.Parser, activities.Failed);
        Workflow("RespondActivityTaskFailedById", RespondActivityTaskFailedByIdRequest.Parser, activities.FailedById);
        Workflow("RespondActivityTaskCanceled", RespondActivityTaskCanceledRequest.Parser, activities.Canceled);
        Workflow("RespondActivityTaskCanceledById", RespondActivityTaskCanceledByIdRequest.Parser, activities.CanceledById);
        Workflow("DescribeTaskQueue", DescribeTaskQueueRequest.Parser, queues.Describe);
        Workflow("ShutdownWorker", ShutdownWorkerRequest.Parser, queues.ShutdownWorker);
        Workflow("ResetStickyTaskQueue", ResetStickyTaskQueueRequest.Parser, queues.ResetSticky);
        Workflow("CreateSchedule", CreateScheduleRequest.Parser, schedules.Create);
        Workflow("DescribeSchedule", DescribeScheduleRequest.Parser, schedules.Describe);
        Workflow("UpdateSchedule", UpdateScheduleRequest.Parser, schedules.Update);
        Workflow("PatchSchedule", PatchScheduleRequest.Parser, schedules.Patch);
        Workflow("DeleteSchedule", DeleteScheduleRequest.Parser, schedules.Delete);
        Workflow("ListScheduleMatchingTimes", ListScheduleMatchingTimesRequest.Parser, schedules.ListMatchingTimes);
        Workflow("ListSchedules", ListSchedulesRequest.Parser, schedules.List);
        Workflow("CountSchedules", CountSchedulesRequest.Parser, schedules.Count);
        Add(ServiceInfo.OperatorService, "AddSearchAttributes", AddSearchAttributesRequest.Parser, attributes.Add);
        Add(ServiceInfo.OperatorService, "RemoveSearchAttributes", RemoveSearchAttributesRequest.Parser, attributes.Remove);
        Add(ServiceInfo.OperatorService, "ListSearchAttributes", ListSearchAttributesRequest.Parser, attributes.List);
        Add(ServiceInfo.Health, "Check", global::Grpc.Health.V1.HealthCheckRequest.Parser, SystemApi.Check);
        if (engine.Skipper is { } skipper)
        {
            var test = new TestApi(skipper);
            Add(ServiceInfo.TestService, "GetCurrentTime", Google.Protobuf.WellKnownTypes.Empty.Parser, test.GetCurrentTime);
            Add(ServiceInfo.TestService, "LockTimeSkipping", LockTimeSkippingRequest.Parser, test.Lock);
            Add(ServiceInfo.TestService, "UnlockTimeSkipping", UnlockTimeSkippingRequest.Parser, test.Unlock);
            Add(ServiceInfo.TestService, "Sleep", SleepRequest.Parser, test.Sleep);
            Add(ServiceInfo.TestService, "SleepUntil", SleepUntilRequest.Parser, test.SleepUntil);
            Add(ServiceInfo.TestService, "UnlockTimeSkippingWithSleep", SleepRequest.Parser, test.UnlockWithSleep);
        }

        return new RpcTable(methods);

        void Workflow<TRequest, TResponse>(string name, MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TResponse>> handler)
            where TRequest : IMessage<TRequest>
            where TResponse : IMessage<TResponse> => Add(ServiceInfo.WorkflowService, name, parser, handler);

        void Add<TRequest, TResponse>(string service, string name, MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TResponse>> handler)
            where TRequest : IMessage<TRequest>
            where TResponse : IMessage<TResponse> => methods.Add($"/{service}/{name}", RpcMethod.Create(parser, handler));
    }
}
