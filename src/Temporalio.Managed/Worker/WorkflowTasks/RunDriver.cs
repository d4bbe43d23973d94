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
    public async Task AdvanceAsync(WorkflowRun run, bool live, Action<bool> watch)
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
        catch (Exception e) when (e is not WorkflowTaskException)
        {
            throw Unhandled(e);
        }
    }

    /// <exception cref="WorkflowTaskException">A handler did what it must not.</exception>
    public async Task<IReadOnlyList<QueryAnswer>> QueryAsync(
        WorkflowRun run, IEnumerable<KeyValuePair<string, WorkflowQuery>> queries, Action<bool> watch)
    {
        var jobs = queries.Select(q => (ActivationJob)new ActivationJob.Query(q.Key, q.Value)).ToArray();
        return (await ActivateAsync(run, run.Machines.CreateQueryActivation(jobs), watch).ConfigureAwait(false)).Answers;
    }

    private async Task<ActivationResult> ActivateAsync(WorkflowRun run, WorkflowActivation activation, Action<bool> watch)
    {
        if (_codec is not null)
        {
            activation = await CodedAsync(() => _codec.DecodeAsync(activation), "decoding what goes into").ConfigureAwait(false);
        }
        var instance = run.Instance ??= CreateInstance(run, activation);
        watch(true);
        ActivationResult result;
        try
        {
            result = instance.Activate(activation);
        }
        finally
        {
            watch(false);
        }
        if (result.TaskFailure is { } failure)
        {
            throw Unhandled(failure);
        }
        return _codec is null ? result : await CodedAsync(() => EncodeAsync(_codec, result), "encoding what comes out of").ConfigureAwait(false);
    }

    private static WorkflowTaskException Unhandled(Exception reason) => new(WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, reason);

    /// <summary>A codec may ask another machine, so it may fail for reasons that pass: the task fails and comes again.</summary>
    private static async Task<T> CodedAsync<T>(Func<Task<T>> code, string what)
    {
        try
        {
            return await code().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw Unhandled(new InvalidOperationException($"The payload codec failed {what} the workflow: {e.Message}", e));
        }
    }

    private static async Task<ActivationResult> EncodeAsync(ActivationCodec codec, ActivationResult result)
    {
        await codec.EncodeAsync(result.Commands).ConfigureAwait(false);
        var answers = new List<QueryAnswer>(result.Answers.Count);
        foreach (var answer in result.Answers)
        {
            answers.Add(await codec.EncodeAsync(answer).ConfigureAwait(false));
        }
        return result with { Answers = answers };
    }

    private WorkflowInstance CreateInstance(WorkflowRun run, WorkflowActivation activation)
    {
        if (activation.Jobs.OfType<ActivationJob.Initialize>().FirstOrDefault() is not { } init)
        {
            throw Unhandled(new BrokenHistoryException("The run has no beginning in memory"));
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
            throw Unhandled(e);
        }
    }
}
