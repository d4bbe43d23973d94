using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Dev;
using ActivityCore.Cli.Output;
using ActivityCore.Events;
using ActivityCore.Events.Nats;
using Microsoft.Extensions.Logging.Abstractions;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Cli.Events;

/// <summary><c>activity-core events send</c>: posts envelopes to a running installation, or publishes them to its stream.</summary>
internal static class EventsSendCommand
{
    public static Command Create(CommandBuilder build)
    {
        var file = new Argument<string?>("file") { Description = "Envelopes as JSON lines or a JSON array, - for standard input", Arity = ArgumentArity.ZeroOrOne };
        var example = new Option<string?>("--example") { Description = "Send the example of this event type, with a new id and the time of now", HelpName = "type" };
        var address = new Option<Uri?>("--address")
        {
            Description = "Where activity-core listens; by default ACTIVITY_CORE_LISTEN",
            HelpName = "url",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
                {
                    return url;
                }

                result.AddError($"--address is an address such as http://127.0.0.1:8080, not '{text}'.");
                return null;
            },
        };
        var nats = new Option<bool>("--nats") { Description = "Publish to the stream of events on NATS_URL instead; they wait there for activity-core" };
        return build.Action("send", "Send events to a running activity-core", [file, example, address, nats], async (call, cancel) =>
        {
            var settings = call.Settings;
            var named = call.Arguments.GetValue(file);
            if (named is null == (call.Get(example) is null))
            {
                throw new CliException(ExitCode.Usage, "Name a file with envelopes (- for standard input), or --example TYPE.");
            }

            var source = named is null ? null : InputFile.Require(named, "Name a file with envelopes, or - for standard input.");

            if (call.Get(nats) && (settings.Nats.Url is null || call.Get(address) is not null))
            {
                throw new CliException(
                    ExitCode.Usage,
                    settings.Nats.Url is null ? "NATS_URL is not set: --nats publishes there." : "--nats and --address are two ways: name one of them.",
                    "Set NATS_URL to nats://HOST:4222, or leave --nats out to post to activity-core.");
            }

            await using var link = new NatsLink(settings.Nats, call.Context.Time, NullLogger<NatsLink>.Instance);
            var sender = new EventSender(link, settings.Nats.Stream);
            using var client = new HttpClient { BaseAddress = call.Get(address) ?? Reachable(settings.Listen), Timeout = TimeSpan.FromSeconds(30) };
            List<SentView> sent = [];
            if (call.Get(example) is { } type)
            {
                sent.Add(await SendAsync(new FeedItem(1, await Example.CreateAsync(type, settings, call.Context.Time, cancel))));
            }
            else
            {
                await using var input = source is "-" ? Console.OpenStandardInput() : File.OpenRead(source!);
                await foreach (var item in EventFeed.ReadAsync(input, cancel))
                {
                    sent.Add(await SendAsync(item));
                }
            }

            Task<SentView> SendAsync(FeedItem item) => call.Get(nats)
                ? PublishAsync(sender, item, settings.DefaultPublisher, cancel)
                : PostAsync(client, item, cancel);

            call.Printer.Rows(
                sent,
                "There was no envelope to send.",
                ("LINE", s => $"{s.Line}"),
                ("ID", s => s.Id?.ToString("D")),
                ("RESULT", s => Word.Of(s.Result)),
                ("REASON", s => s.Reason));
            return sent.Exists(s => s.Result is SentResult.Refused) ? ExitCode.Error : ExitCode.Ok;
        });
    }

    private static async Task<SentView> PublishAsync(EventSender sender, FeedItem item, string defaultPublisher, CancellationToken cancel)
    {
        if (item.Fault is { } fault)
        {
            return new(item.Line, null, SentResult.Refused, fault);
        }

        var reading = EnvelopeReader.Read(item.Bytes, defaultPublisher);
        if (reading is not EnvelopeReading.Accepted { Envelope: var envelope })
        {
            return new(item.Line, null, SentResult.Refused, (reading as EnvelopeReading.Refused)?.Reason);
        }

        try
        {
            var ack = await sender.SendAsync(envelope, cancel);
            return new(item.Line, envelope.Id, ack.Duplicate ? SentResult.Duplicate : SentResult.Accepted, null);
        }
        catch (JetStreamException e)
        {
            throw new CliException(ExitCode.Error, e.Message, "The stream did not take the event; those before it are there.", e);
        }
        catch (UnsafeStreamException e)
        {
            throw new CliException(ExitCode.Error, e.Message, inner: e);
        }
        catch (NatsException e)
        {
            throw new CliException(ExitCode.Unreachable, e.Message, "Send them again when it answers: an event that was taken is not taken twice.", e);
        }
    }

    private static async Task<SentView> PostAsync(HttpClient client, FeedItem item, CancellationToken cancel)
    {
        if (item.Fault is { } fault)
        {
            return new(item.Line, null, SentResult.Refused, fault);
        }

        using var body = new ReadOnlyMemoryContent(item.Bytes);
        body.Headers.ContentType = new("application/json");
        using var answer = await client.PostAsync(new Uri("/events", UriKind.Relative), body, cancel);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Accepted or HttpStatusCode.OK:
                var receipt = await answer.Content.ReadFromJsonAsync<ReceiptView>(Json.Compact, cancel) ?? throw new JsonException("The answer is empty.");
                return new(item.Line, receipt.Id, receipt.Duplicate ? SentResult.Duplicate : SentResult.Accepted, receipt.Conflict ? "the id is known with other content; the first stands" : null);
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge:
                var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Json.Compact, cancel);
                return new(item.Line, null, SentResult.Refused, problem.GetProperty("detail").GetString());
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new CliException(ExitCode.Auth, $"{client.BaseAddress} refuses the credentials ({(int)answer.StatusCode}).");
            case HttpStatusCode.ServiceUnavailable:
                throw new CliException(ExitCode.Unreachable, $"{client.BaseAddress} is starting or stopping.", "Send it again in a moment: an event that was taken is not taken twice.");
            default:
                throw new CliException(ExitCode.Error, $"{client.BaseAddress} answers {(int)answer.StatusCode}, which is not activity-core's.", "Is --address right?");
        }
    }

    // Whoever listens on every address is reached on this machine.
    private static Uri Reachable(Uri listen) => listen.Host is "0.0.0.0" or "[::]" or "*" or "+" ? new UriBuilder(listen) { Host = "127.0.0.1" }.Uri : listen;

    private enum SentResult
    {
        Accepted,
        Duplicate,
        Refused,
    }

    /// <summary>What became of one envelope; the member names are a contract (docs/cli.md).</summary>
    private sealed record SentView(int Line, Guid? Id, SentResult Result, string? Reason);
}
