using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.History;
using static Temporalio.Api.Enums.V1.EventType;

namespace Temporalio.Managed.Tests.Worker;

public class HistoryChunkerTests
{
    [Fact]
    public void Take_PlainActivity_EndsAtEachStartedTask() => Assert.Equal(
        [3, 9, 11],
        Ends(
            WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted,
            ActivityTaskScheduled, ActivityTaskStarted, ActivityTaskCompleted, WorkflowTaskScheduled, WorkflowTaskStarted,
            WorkflowTaskCompleted, WorkflowExecutionCompleted));

    [Fact]
    public void Take_FailedTask_BelongsToTheNext() => Assert.Equal(
        [6, 8],
        Ends(
            WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskFailed,
            WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted, WorkflowExecutionCompleted));

    [Fact]
    public void Take_TimedOutTask_BelongsToTheNext() => Assert.Equal(
        [6, 8],
        Ends(
            WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskTimedOut,
            WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted, WorkflowExecutionCompleted));

    [Fact]
    public void Take_HeartbeatsOfLocalActivity_AreOneSequence() => Assert.Equal(
        [9, 12],
        Ends(
            WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted,
            WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted, WorkflowTaskScheduled, WorkflowTaskStarted,
            WorkflowTaskCompleted, MarkerRecorded, WorkflowExecutionCompleted));

    [Fact]
    public void Take_SignalAfterEmptyTask_IsItsOwnSequence() => Assert.Equal(
        [3, 7],
        Ends(
            WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted,
            WorkflowExecutionSignaled, WorkflowTaskScheduled, WorkflowTaskStarted));

    [Fact]
    public void Take_TerminatedWhileTaskRuns_EndsWithIt() => Assert.Equal(
        [4],
        Ends(WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowExecutionTerminated));

    [Fact]
    public void Take_KnownEvents_AreSkipped()
    {
        var chunker = new HistoryChunker(
            Events(WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted, TimerStarted, TimerFired, WorkflowTaskScheduled, WorkflowTaskStarted),
            afterEventId: 3);

        var sequence = chunker.Take();

        Assert.Equal((4, 8, true), ((int)sequence.Events[sequence.Start].EventId, (int)sequence.Last.EventId, sequence.IsLast));
        Assert.True(chunker.Take().IsEmpty);
    }

    [Fact]
    public void Peek_DoesNotTake()
    {
        var chunker = new HistoryChunker(
            Events(WorkflowExecutionStarted, WorkflowTaskScheduled, WorkflowTaskStarted, WorkflowTaskCompleted, WorkflowExecutionCompleted), 0);
        chunker.Take();

        Assert.Equal(chunker.Peek().Last.EventId, chunker.Take().Last.EventId);
        Assert.True(chunker.AtEnd);
    }

    private static IEnumerable<int> Ends(params EventType[] types)
    {
        var chunker = new HistoryChunker(Events(types), 0);
        while (!chunker.AtEnd)
        {
            yield return (int)chunker.Take().Last.EventId;
        }
    }

    private static HistoryEvent[] Events(params EventType[] types) =>
        [.. types.Select((type, i) => new HistoryEvent { EventId = i + 1, EventType = type })];
}
