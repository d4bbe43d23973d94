using System.Text.Json;
using ActivityCore.Events.Nats;
using ActivityCore.Storage;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Instructions;

/// <summary>Publishes messages, done when a stream has them. The instruction's key is the <c>Nats-Msg-Id</c>, the same in every attempt.</summary>
internal sealed class NatsRunner(NatsLink link, InstructionTargets targets, TimeProvider time) : IInstructionRunner
{
    private const int TooLarge = 10054;

    public InstructionKind Kind => InstructionKind.Nats;

    public async Task<InstructionOutcome> RunAsync(InstructionCall call, CancellationToken cancellationToken)
    {
        var plan = call.Plan.Nats!;
        if (!targets.Subjects.Any(prefix => SubjectPrefix.Covers(prefix, plan.Subject)))
        {
            return new InstructionOutcome.Failed(
                $"The subject {plan.Subject} is below no prefix that this worker may publish to ({(targets.Subjects.Count == 0 ? "none" : string.Join(", ", targets.Subjects))}): add one to ACTIVITY_NATS_ALLOW and start the worker again.");
        }

        if (!link.IsConfigured)
        {
            return new InstructionOutcome.Failed("This worker has no NATS: set NATS_URL, the addresses of the servers, and start the worker again.");
        }

        using var limit = new CancellationTokenSource(call.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var sent = false;
        try
        {
            var jetStream = await link.ConnectAsync(either.Token);
            sent = true;
            var ack = await jetStream.PublishAsync(
                plan.Subject,
                JsonSerializer.SerializeToUtf8Bytes(plan.Payload, AuditJson.Options),
                call.Plan.Key,
                new NatsHeaders { { "Content-Type", "application/json" } },
                either.Token);
            return new InstructionOutcome.Succeeded($"{plan.Subject} is number {ack.Sequence} of {ack.Stream}{(ack.Duplicate ? ", from an earlier attempt" : "")}") { Reference = $"nats:{ack.Stream}/{ack.Sequence}" };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new InstructionOutcome.Retry($"no word from the stream within {call.Timeout.TotalSeconds:0.#} s", MayBeDone: sent);
        }
        catch (Exception e) when (e is NatsPayloadTooLargeException or JetStreamException { ErrorCode: TooLarge })
        {
            return new InstructionOutcome.Failed(e.Message);
        }
        catch (NatsNoRespondersException)
        {
            return new InstructionOutcome.Retry($"no stream listens on {plan.Subject}: make one, or take the subject of one that is there");
        }
        catch (Exception e) when (e is NatsException or ObjectDisposedException)
        {
            return new InstructionOutcome.Retry(e.Message, MayBeDone: sent && e is not JetStreamException);
        }
    }
}
