using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>Carries out what follows a stored step. Never holds the locks of two workflows at once.</summary>
internal sealed class EffectRunner
{
    private readonly RunEngine _engine;
    private readonly ChildStarter _children;
    private readonly ExternalSender _externals;
    private readonly CloseFollower _closing;

    public EffectRunner(RunEngine engine)
    {
        _engine = engine;
        _children = new ChildStarter(engine);
        _externals = new ExternalSender(engine);
        _closing = new CloseFollower(engine, _children);
    }

    /// <summary>What follows the end of a run, now; nothing when it is done already.</summary>
    public Task FollowCloseAsync(WorkflowKey key, string runId) => _closing.FollowAsync(key, runId);

    public void Begin(WorkflowKey key, Run run, Effect effect)
    {
        var runId = run.State.RunId;
        switch (effect)
        {
            case Effect.OfferWorkflowTask:
                _engine.Queues.OfferWorkflowTask(run);
                break;
            case Effect.OfferActivity offer:
                _engine.Queues.OfferActivity(run, offer.ScheduledEventId);
                break;
            case Effect.StartChild start when run.State.Status == (int)WorkflowExecutionStatus.Running:
                _engine.Later(() => _children.StartAsync(key, runId, start.InitiatedEventId));
                break;
            case Effect.ReleaseChild release:
                _engine.Later(() => _children.ReleaseAsync(key, runId, release.InitiatedEventId));
                break;
            case Effect.ReleaseOrphan:
                _engine.Later(() => _children.ReleaseOrphanAsync(key, runId));
                break;
            case Effect.ReachOut reach:
                _engine.Later(() => _externals.SendAsync(key, runId, reach.InitiatedEventId));
                break;
            case Effect.AfterClose:
                _engine.Later(() => _closing.FollowAsync(key, runId));
                break;
        }
    }
}
