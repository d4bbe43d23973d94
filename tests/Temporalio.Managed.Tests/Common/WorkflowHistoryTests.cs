using Temporalio.Api.Enums.V1;
using Temporalio.Common;

namespace Temporalio.Managed.Tests.Common;

public class WorkflowHistoryTests
{
    [Theory]
    [InlineData("EVENT_TYPE_WORKFLOW_EXECUTION_STARTED", "TASK_QUEUE_KIND_NORMAL", "RETRY_STATE_TIMEOUT", "TIMEOUT_TYPE_START_TO_CLOSE")]
    [InlineData("WorkflowExecutionStarted", "Normal", "Timeout", "StartToClose")]
    public void FromJson_EitherSpellingOfEnums_IsRead(string eventType, string kind, string retryState, string timeout)
    {
        var json = """
            {"events":[
              {"eventId":"1","eventTime":"2026-01-02T03:04:05Z","eventType":"<eventType>","unknownField":{"a":[1]},
               "workflowExecutionStartedEventAttributes":{"workflowType":{"name":"W"},"taskQueue":{"name":"q","kind":"<kind>"},
                 "input":{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"MQ=="}]},"workflowRunTimeout":"5s",
                 "continuedFailure":{"message":"m","cause":{"message":"c","timeoutFailureInfo":{"timeoutType":"<timeout>"}},
                   "activityFailureInfo":{"retryState":"<retryState>"}}}}
            ]}
            """
            .Replace("<eventType>", eventType, StringComparison.Ordinal)
            .Replace("<kind>", kind, StringComparison.Ordinal)
            .Replace("<retryState>", retryState, StringComparison.Ordinal)
            .Replace("<timeout>", timeout, StringComparison.Ordinal);

        var started = Assert.Single(WorkflowHistory.FromJson("id", json).Events);

        Assert.Equal(EventType.WorkflowExecutionStarted, started.EventType);
        var attributes = started.WorkflowExecutionStartedEventAttributes;
        Assert.Equal(TaskQueueKind.Normal, attributes.TaskQueue.Kind);
        Assert.Equal(RetryState.Timeout, attributes.ContinuedFailure.ActivityFailureInfo.RetryState);
        Assert.Equal(TimeoutType.StartToClose, attributes.ContinuedFailure.Cause.TimeoutFailureInfo.TimeoutType);
        Assert.Equal("1", attributes.Input.Payloads_.Single().Data.ToStringUtf8());
    }

    [Fact]
    public void ToJson_Read_IsTheSame()
    {
        var history = new WorkflowHistory("id", [new() { EventId = 1, EventType = EventType.TimerFired, TimerFiredEventAttributes = new() { TimerId = "t" } }]);

        var read = WorkflowHistory.FromJson("id", history.ToJson());

        Assert.Equal(history.Events, read.Events);
    }

    [Fact]
    public void FromJson_NoObject_SaysSo() => Assert.Throws<ArgumentException>(() => WorkflowHistory.FromJson("id", "[]"));
}
