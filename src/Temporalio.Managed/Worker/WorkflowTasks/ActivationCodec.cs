using Temporalio.Converters;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>
/// Decodes what goes into workflow code and encodes what comes out of it, so that the code itself stays free of codecs,
/// which may wait for the network. Search attributes stay readable for the service.
/// </summary>
internal sealed class ActivationCodec(IPayloadCodec codec)
{
    private readonly PayloadCodecVisitor _decode = new(codec, encode: false);
    private readonly PayloadCodecVisitor _encode = new(codec, encode: true);

    public async Task<WorkflowActivation> DecodeAsync(WorkflowActivation activation)
    {
        var jobs = new List<ActivationJob>(activation.Jobs.Count);
        foreach (var job in activation.Jobs)
        {
            jobs.Add(await DecodeAsync(job).ConfigureAwait(false));
        }
        return activation with { Jobs = jobs };
    }

    public async Task EncodeAsync(IReadOnlyList<WorkflowCommand> commands)
    {
        foreach (var command in commands)
        {
            await EncodeAsync(command).ConfigureAwait(false);
        }
    }

    public async Task<QueryAnswer> EncodeAsync(QueryAnswer answer)
    {
        await _encode.VisitAsync(answer.Failure).ConfigureAwait(false);
        return answer with { Result = await _encode.VisitAsync(answer.Result).ConfigureAwait(false) };
    }

    private async Task<ActivationJob> DecodeAsync(ActivationJob job)
    {
        switch (job)
        {
            case ActivationJob.Initialize j:
                var started = j.Attributes.Clone();
                await _decode.VisitAsync(started.Input).ConfigureAwait(false);
                await _decode.VisitAsync(started.LastCompletionResult).ConfigureAwait(false);
                await _decode.VisitAsync(started.ContinuedFailure).ConfigureAwait(false);
                await _decode.VisitAsync(started.Memo?.Fields).ConfigureAwait(false);
                await _decode.VisitAsync(started.Header?.Fields).ConfigureAwait(false);
                return j with { Attributes = started };
            case ActivationJob.Signal j:
                await _decode.VisitAsync(j.Attributes.Input).ConfigureAwait(false);
                await _decode.VisitAsync(j.Attributes.Header?.Fields).ConfigureAwait(false);
                return j;
            case ActivationJob.ResolveActivity j:
                // The marker of a local activity keeps the encoded form.
                var failure = j.Resolution.Failure?.Clone();
                await _decode.VisitAsync(failure).ConfigureAwait(false);
                return j with
                {
                    Resolution = j.Resolution with
                    {
                        Failure = failure,
                        Result = await _decode.VisitAsync(j.Resolution.Result).ConfigureAwait(false),
                    },
                };
            case ActivationJob.ResolveChild j:
                await _decode.VisitAsync(j.Failure).ConfigureAwait(false);
                return j with { Result = await _decode.VisitAsync(j.Result).ConfigureAwait(false) };
            case ActivationJob.Query j:
                await _decode.VisitAsync(j.Attributes.QueryArgs).ConfigureAwait(false);
                await _decode.VisitAsync(j.Attributes.Header?.Fields).ConfigureAwait(false);
                return j;
            default:
                return job;
        }
    }

    private async Task EncodeAsync(WorkflowCommand command)
    {
        switch (command)
        {
            case WorkflowCommand.StartTimer c:
                await _encode.VisitAsync(c.Metadata).ConfigureAwait(false);
                break;
            case WorkflowCommand.ScheduleActivity c:
                await _encode.VisitAsync(c.Attributes.Input).ConfigureAwait(false);
                await _encode.VisitAsync(c.Attributes.Header?.Fields).ConfigureAwait(false);
                await _encode.VisitAsync(c.Metadata).ConfigureAwait(false);
                break;
            case WorkflowCommand.ScheduleLocalActivity c:
                // Its input stays in this process.
                await _encode.VisitAsync(c.Request.Metadata).ConfigureAwait(false);
                break;
            case WorkflowCommand.StartChild c:
                await _encode.VisitAsync(c.Attributes.Input).ConfigureAwait(false);
                await _encode.VisitAsync(c.Attributes.Header?.Fields).ConfigureAwait(false);
                await _encode.VisitAsync(c.Attributes.Memo?.Fields).ConfigureAwait(false);
                await _encode.VisitAsync(c.Metadata).ConfigureAwait(false);
                break;
            case WorkflowCommand.SignalExternal c:
                await _encode.VisitAsync(c.Attributes.Input).ConfigureAwait(false);
                await _encode.VisitAsync(c.Attributes.Header?.Fields).ConfigureAwait(false);
                break;
            case WorkflowCommand.ModifyMemo c:
                await _encode.VisitAsync(c.Memo.Fields).ConfigureAwait(false);
                break;
            case WorkflowCommand.Complete c:
                await _encode.VisitAsync(c.Result).ConfigureAwait(false);
                break;
            case WorkflowCommand.Fail c:
                await _encode.VisitAsync(c.Failure).ConfigureAwait(false);
                break;
            case WorkflowCommand.ContinueAsNew c:
                await _encode.VisitAsync(c.Attributes.Input).ConfigureAwait(false);
                await _encode.VisitAsync(c.Attributes.Header?.Fields).ConfigureAwait(false);
                await _encode.VisitAsync(c.Attributes.Memo?.Fields).ConfigureAwait(false);
                break;
            default:
                break;
        }
    }
}
