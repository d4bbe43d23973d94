using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Runs;

/// <summary>What people ask of runs. Safe to share, and safe to repeat.</summary>
public sealed class RunCommands(
    Lazy<ITemporalClient> client, Lazy<RunStarter> starter, IRunLog runs, PinnedDefinitions pinned, RunSteps steps, IIssueSinkFactory sinks, TimeProvider time)
{
    /// <summary>
    /// Starts a run by request. The request's id is the cause: the same id again is the same run. Triggers and their conditions play no part.
    /// </summary>
    /// <param name="definition">What to run, at the version that new requests are pinned to.</param>
    /// <param name="requestId">Chosen by whoever asks; at most 200 characters.</param>
    /// <param name="envelope">An event that is in the store, for conditions to see; null: the run has none.</param>
    /// <param name="cancellationToken">Ends the call; the run may be started all the same.</param>
    public async Task<ManualRun> StartManualAsync(
        ActivityDefinition definition, string requestId, EventEnvelope? envelope = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentException.ThrowIfNullOrWhiteSpace(requestId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requestId.Length, 200, nameof(requestId));
        await pinned.RecordAsync(definition, cancellationToken);
        var occurrence = Occurrence.OfRequest(requestId, time.GetUtcNow());
        var (isNew, run) = await runs.AddAsync(
            new()
            {
                RunId = RunId.Create(definition.Id, occurrence),
                DefinitionId = definition.Id,
                DefinitionName = definition.Name,
                DefinitionHash = definition.Hash,
                Occurrence = occurrence,
                EventPublisher = envelope?.Publisher,
                EventId = envelope?.Id,
            },
            cancellationToken);
        if (run.State == RunState.Pending)
        {
            await starter.Value.ResumeAsync(run, cancellationToken);
        }

        return new(isNew, run);
    }

    /// <summary>Sends the tasks of a decided run to a sink, now and without a workflow: a dry run's tasks live, or what was left open.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="sinkType">null or rest; null for the configured sink.</param>
    /// <param name="cancellationToken">Stops between tasks; the same call again goes on.</param>
    /// <exception cref="SinkConfigurationException">The sink lacks a setting.</exception>
    public async Task<EmitResult> EmitAsync(string runId, string? sinkType = null, CancellationToken cancellationToken = default)
    {
        var sink = sinks.Create(sinkType);
        return await runs.FindAsync(runId, cancellationToken) switch
        {
            null => new EmitResult.NotFound(),
            { State: RunState.Parked } run => new EmitResult.NotReady(run.State, "The run is parked; release it, and its workflow emits."),
            { State: RunState.Dropped } run => new EmitResult.NotReady(run.State, "A person dropped the run."),
            { PayloadRemovedAt: { } at } run => new EmitResult.NotReady(run.State, $"There is nothing to send any more: {RetentionText.Removed(at)}."),
            { Decision: null } run => new EmitResult.NotReady(run.State, "The run has not decided."),
            { Decision.FailRun: { } failure } run => new EmitResult.NotReady(run.State, $"The run's decision failed. {failure}"),
            { State: RunState.Pending or RunState.Running, Instructions: > 0, ConcludedAt: null } run =>
                new EmitResult.NotReady(run.State, "Its instructions are not done yet; its workflow emits the tasks after them."),
            _ => new EmitResult.Emitted(await steps.EmitTasksAsync(runId, sink, cancellationToken)),
        };
    }

    /// <summary>Lets a parked run emit its tasks.</summary>
    public Task<ParkedResult> ReleaseAsync(string runId, CancellationToken cancellationToken = default) =>
        TellAsync(runId, handle => handle.SignalAsync(workflow => workflow.ReleaseAsync(), Signal(cancellationToken)), cancellationToken);

    /// <summary>Ends a parked run without tasks.</summary>
    public Task<ParkedResult> DropAsync(string runId, string reason, CancellationToken cancellationToken = default) =>
        TellAsync(runId, handle => handle.SignalAsync(workflow => workflow.DropAsync(reason), Signal(cancellationToken)), cancellationToken);

    private static WorkflowSignalOptions Signal(CancellationToken cancellationToken) => new() { Rpc = new() { CancellationToken = cancellationToken } };

    private async Task<ParkedResult> TellAsync(string runId, Func<WorkflowHandle<RunActivityWorkflow>, Task> signal, CancellationToken cancellationToken)
    {
        switch (await runs.FindAsync(runId, cancellationToken))
        {
            case null:
                return new ParkedResult.NotFound();
            case { State: not RunState.Parked } run:
                return new ParkedResult.NotParked(run.State);
            default:
                try
                {
                    await signal(client.Value.GetWorkflowHandle<RunActivityWorkflow>(runId));
                    return new ParkedResult.Told();
                }
                catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
                {
                    return new ParkedResult.Ended();
                }
        }
    }
}
