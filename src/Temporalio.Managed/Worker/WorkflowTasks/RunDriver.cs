using Temporalio.Api.Enums.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Instance;
using Temporalio.Worker.Machines;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Brings the code of a run up to date with its history, and asks it questions.</summary>
internal sealed class RunDriver
{
    private readonly WorkflowInstanceDetails _details;
    private readonly WorkflowRegistry _registry;
    private readonly ActivationCodec? _codec;

    public RunDriver(WorkflowInstanceDetails details, WorkflowRegistry registry)
    {
        _details = details;
        _registry = registry;
        _codec = details.DataConverter.PayloadCodec is { } codec ? new(codec) : null;
    }

    /// <summary>Runs code until it waits for something that is not in history.</summary>
    /// <param name="run">The run.</param>
    /// <param name="live">False when the task only asks.</param>
    /// <param name="watch">Called with true before code runs and with false after.</param>
    /// <exception cref="WorkflowTaskException">The task must fail.</exception>
    public async Task AdvanceAsync(WorkflowRun run, bool live, Action<bool>? watch)
    {
        try
        {
            while (true)
            {
                run.Machines.Advance(live);
                if (!run.Machines.HasJobs)
                {
                    return;
                }
                var result = await ActivateAsync(run, run.Machines.TakeActivation(), watch).ConfigureAwait(false);
                if (run.IsEvicted)
                {
                    return;
                }
                run.Machines.Add(result.Commands);
            }
        }
        catch (NondeterminismException e)
        {
            throw new WorkflowTaskException(
                WorkflowTaskFailedCause.NonDeterministicError, new Exceptions.WorkflowNondeterminismException($"[TMPRL1100] Nondeterminism error: {e.Message}"));
        }
        catch (BrokenHistoryException e)
        {
            throw new WorkflowTaskException(WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, e);
        }
    }

    /// <exception cref="WorkflowTaskException">A handler did what it must not.</exception>
    public async Task<IReadOnlyList<QueryAnswer>> QueryAsync(
        WorkflowRun run, IEnumerable<KeyValuePair<string, WorkflowQuery>> queries, Action<bool>? watch)
    {
        var jobs = queries.Select(q => (ActivationJob)new ActivationJob.Query(q.Key, q.Value)).ToArray();
        var result = await ActivateAsync(run, run.Machines.CreateQueryActivation(jobs), watch).ConfigureAwait(false);
        if (_codec is null)
        {
            return result.Answers;
        }
        var answers = new List<QueryAnswer>(result.Answers.Count);
        foreach (var answer in result.Answers)
        {
            answers.Add(await _codec.EncodeAsync(answer).ConfigureAwait(false));
        }
        return answers;
    }

    private async Task<ActivationResult> ActivateAsync(WorkflowRun run, WorkflowActivation activation, Action<bool>? watch)
    {
        if (_codec is not null)
        {
            activation = await _codec.DecodeAsync(activation).ConfigureAwait(false);
        }
        var instance = run.Instance ??= CreateInstance(run, activation);
        watch?.Invoke(true);
        ActivationResult result;
        try
        {
            result = instance.Activate(activation);
        }
        finally
        {
            watch?.Invoke(false);
        }
        if (result.TaskFailure is { } failure)
        {
            throw new WorkflowTaskException(WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, failure);
        }
        if (_codec is not null)
        {
            await _codec.EncodeAsync(result.Commands).ConfigureAwait(false);
        }
        return result;
    }

    private WorkflowInstance CreateInstance(WorkflowRun run, WorkflowActivation activation)
    {
        if (activation.Jobs.OfType<ActivationJob.Initialize>().FirstOrDefault() is not { } init)
        {
            throw new WorkflowTaskException(
                WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure,
                new BrokenHistoryException("The run has no beginning in memory"));
        }
        if (activation.ModernEventLoop)
        {
            run.Machines.Flags.UseLang(CoreFlags.LangModernEventLoop);
        }
        try
        {
            return new(_details, _registry.Find(init.Attributes.WorkflowType.Name), init, run.RunId, activation.Time);
        }
        catch (Exception e)
        {
            throw new WorkflowTaskException(WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, e);
        }
    }
}
