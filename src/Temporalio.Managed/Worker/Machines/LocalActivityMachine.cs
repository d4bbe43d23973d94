using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;
using Temporalio.Workflows;

namespace Temporalio.Worker.Machines;

/// <summary>
/// A local activity. New ones are run and then recorded as a marker. While replaying, the marker tells the outcome; when
/// history ends without one, the activity is run after all.
/// </summary>
internal sealed class LocalActivityMachine(LocalActivityRequest request, bool replaying) : CommandMachine
{
    private State _state = replaying ? State.WaitingForMarker : State.Running;
    private bool _resolved;

    private enum State
    {
        WaitingForMarker,
        Running,
        MarkerCreated,
        MarkerRecorded,
    }

    public LocalActivityRequest Request => request;

    public override string Kind => "Local activity machine";

    public override bool IsFinal => _state == State.MarkerRecorded;

    /// <summary>True when the outcome is to be read from a marker.</summary>
    public bool IsWaitingForMarker => _state == State.WaitingForMarker;

    /// <summary>True when a marker ahead in history may resolve it.</summary>
    public bool TakesMarkerAhead => IsWaitingForMarker && !_resolved;

    /// <summary>True when the workflow has cancelled it while nobody knew its outcome.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>True while the runner works on it.</summary>
    public bool IsRunning => _state == State.Running;

    /// <summary>History has ended without a marker.</summary>
    public void RunAfterAll() => _state = State.Running;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        if (!LocalActivityMarker.IsMarker(e))
        {
            throw Unexpected(e);
        }
        var marker = LocalActivityMarker.Read(e);
        Check(marker, host);
        if (TakesMarkerAhead)
        {
            Resolve(marker, host);
        }
        _state = State.MarkerRecorded;
    }

    /// <summary>Resolves it with what a marker ahead in history says.</summary>
    public Timestamp? ResolveFromMarker(LocalActivityMarker marker, IMachineHost host)
    {
        Check(marker, host);
        Resolve(marker, host);
        return marker.CompleteTime;
    }

    /// <summary>
    /// Resolves it with what the runner says, and records that. Nothing happens when it was resolved before: the
    /// workflow has cancelled it meanwhile.
    /// </summary>
    public bool TryComplete(LocalActivityMarker marker, IMachineHost host)
    {
        if (_state != State.Running)
        {
            return false;
        }
        _state = State.MarkerCreated;
        Resolve(marker, host);
        host.Issue(marker.ToCommand(request.Metadata), this);
        return true;
    }

    /// <summary>
    /// A running one is resolved as cancelled at once unless the workflow wants to wait for its end; while replaying only
    /// the marker tells.
    /// </summary>
    public override void Cancel(IMachineHost host)
    {
        CancelRequested = true;
        if (_state == State.Running && request.CancellationType != ActivityCancellationType.WaitCancellationCompleted)
        {
            TryComplete(Cancelled(), host);
        }
    }

    public LocalActivityMarker Cancelled() => new()
    {
        Seq = request.Seq,
        Attempt = request.Attempt,
        ActivityId = request.ActivityId,
        ActivityType = request.ActivityType,
        CompleteTime = null,
        Backoff = null,
        OriginalScheduleTime = request.OriginalScheduleTime,
        Result = null,
        Failure = LocalActivityFailures.Cancelled(request),
    };

    private void Resolve(LocalActivityMarker marker, IMachineHost host)
    {
        _resolved = true;
        host.Send(new ActivationJob.ResolveActivity(
            request.Seq,
            marker.Backoff is { } backoff
                ? new() { Backoff = new(marker.Attempt + 1, backoff, marker.OriginalScheduleTime) }
                : new() { Result = marker.Result, Failure = marker.Failure },
            IsLocal: true));
    }

    private void Check(LocalActivityMarker marker, IMachineHost host)
    {
        if (marker.Seq != request.Seq)
        {
            throw new NondeterminismException(
                $"Local activity marker data has sequence number {marker.Seq} but matched against LA command with sequence number {request.Seq}");
        }
        if (!host.ChecksIds)
        {
            return;
        }
        if (!string.Equals(marker.ActivityId, request.ActivityId, StringComparison.Ordinal))
        {
            throw new NondeterminismException(
                $"Activity id of recorded marker '{marker.ActivityId}' does not match activity id of local activity command '{request.ActivityId}'");
        }
        if (!string.Equals(marker.ActivityType, request.ActivityType, StringComparison.Ordinal))
        {
            throw new NondeterminismException(
                $"Activity type of recorded marker '{marker.ActivityType}' does not match activity type of local activity command '{request.ActivityType}'");
        }
    }
}
