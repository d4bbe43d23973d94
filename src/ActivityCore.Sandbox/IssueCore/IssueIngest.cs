using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Sandbox.IssueCore;

/// <summary>
/// issue-core's future NATS side: the durable consumer <c>issue-core-ingest</c> on <c>act.tasks.create.&gt;</c> of <c>ACT_TASKS</c>, at most five tries,
/// then a copy in <c>ACT_TASKS_DLQ</c>, since JetStream itself has no dead letters.
/// </summary>
public sealed class IssueIngest(JetStreamContext jetStream, IssueBook book)
{
    /// <summary>The stream of the ingestion document.</summary>
    public const string Stream = "ACT_TASKS";

    /// <summary>The consumer of the ingestion document.</summary>
    public const string Consumer = "issue-core-ingest";

    /// <summary>Where what cannot be ingested goes.</summary>
    public const string DeadLetterStream = "ACT_TASKS_DLQ";

    private const int MaxDeliver = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Consumes until cancelled. The publisher makes the stream; until then there is nothing to do.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await jetStream.FindStreamAsync(Stream, cancellation) is null)
        {
            await Task.Delay(Pause, cancellation);
        }

        var consumer = await jetStream.CreateConsumerAsync(Stream, new ConsumerConfig
        {
            DurableName = Consumer,
            FilterSubject = "act.tasks.create.>",
            MaxDeliver = MaxDeliver,
            AckWait = TimeSpan.FromSeconds(30),
        }, cancellation);
        await jetStream.CreateStreamAsync(new StreamConfig { Name = DeadLetterStream, Subjects = ["act.tasks-dlq.>"] }, cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var message in consumer.FetchAsync(100, TimeSpan.FromSeconds(5), cancellation))
                {
                    await TakeAsync(message, cancellation);
                }
            }
            catch (NatsException)
            {
                // The server is away for a while; what was not acknowledged comes again.
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task TakeAsync(JetStreamMessage message, CancellationToken cancellation)
    {
        if (TaskIngestionRequest.Read(message.Data.Span, out var reason) is { } task)
        {
            book.Take(task, message.Headers["Nats-Msg-Id"], "nats");
            await message.AckAsync(cancellation);
            return;
        }

        // Trying again cannot mend the content, so it does not wait for the fifth time.
        await jetStream.PublishAsync("act.tasks-dlq.create", message.Data, $"dlq-{message.Sequence}", new NatsHeaders { { "Reason", reason.ReplaceLineEndings(" ") } }, cancellation);
        await message.TerminateAsync(cancellation);
    }
}
