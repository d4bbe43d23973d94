using ActivityCore.Definitions;
using ActivityCore.Storage;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;

namespace ActivityCore.Runs;

/// <summary>Starts the workflows of runs whose rows are written. Safe to share, and safe to repeat.</summary>
/// <param name="client">The service.</param>
/// <param name="runs">Where the rows are.</param>
/// <param name="definitions">Pinned versions.</param>
/// <param name="events">For the type of the event, where only its row is at hand.</param>
/// <param name="options">How to start.</param>
/// <param name="logger">Hears of each start.</param>
public sealed class RunStarter(
    ITemporalClient client, IRunLog runs, PinnedDefinitions definitions, IEventLog events, RunOptions options, ILogger<RunStarter> logger)
{
    /// <summary>Starts the workflow of a pending run with the definition that the run is pinned to. One that is there already is success.</summary>
    public async Task StartAsync(RunRecord run, ActivityDefinition definition, string? eventType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(definition);
        var input = new RunInput
        {
            Definition = run.DefinitionName,
            DefinitionId = run.DefinitionId,
            DefinitionHash = run.DefinitionHash,
            EventType = eventType,
            Occurrence = run.Occurrence.Key,
            ResolvesContext = definition.Context.Count > 0,
        };
        try
        {
            await client.StartWorkflowAsync((RunActivityWorkflow workflow) => workflow.RunAsync(input), Options(run, eventType, cancellationToken));
            Log.RunStarted(logger, run.RunId, run.DefinitionName);
        }
        catch (WorkflowAlreadyStartedException)
        {
            // Another delivery, another process or this one before a crash was faster: the run exists, and that was asked for.
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.InvalidArgument && e.Message.Contains("search attribute", StringComparison.OrdinalIgnoreCase))
        {
            throw new RunStartException("The Temporal namespace lacks the search attributes of runs; run `activity-core resources apply` once.", e);
        }

        CrashPoints.Reach(CrashPoints.AfterWorkflowStarted);
        await runs.MarkRunningAsync(run.RunId, cancellationToken);
    }

    /// <summary>The same from the row alone: what a crash has left pending.</summary>
    public async Task ResumeAsync(RunRecord run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var definition = await definitions.LoadAsync(run.DefinitionId, run.DefinitionHash, cancellationToken);
        var stored = run is { EventPublisher: { } publisher, EventId: { } id } ? await events.FindAsync(publisher, id, cancellationToken) : null;
        await StartAsync(run, definition, stored?.Envelope.Type, cancellationToken);
    }

    private WorkflowOptions Options(RunRecord run, string? eventType, CancellationToken cancellationToken)
    {
        var attributes = new SearchAttributeCollection.Builder()
            .Set(RunSearchAttributes.Definition, run.DefinitionName)
            .Set(RunSearchAttributes.Occurrence, run.Occurrence.Key);
        if (eventType is not null)
        {
            attributes.Set(RunSearchAttributes.EventType, eventType);
        }

        return new(run.RunId, options.TaskQueue)
        {
            IdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate,
            IdConflictPolicy = WorkflowIdConflictPolicy.Fail,
            StaticSummary = $"{run.DefinitionName} ← {eventType ?? run.Occurrence.Key}",
            TypedSearchAttributes = attributes.ToSearchAttributeCollection(),
            RequestEagerStart = options.WorkerInProcess,
            Rpc = new() { CancellationToken = cancellationToken },
        };
    }
}
