using System.Buffers;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

/// <summary>What a marker says of a local activity, in the form that every SDK on the same core reads and writes.</summary>
internal sealed record LocalActivityMarker
{
    private const string Name = "core_local_activity";
    private const string DataKey = "data";
    private const string ResultKey = "result";

    public required uint Seq { get; init; }

    public required int Attempt { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public required Timestamp? CompleteTime { get; init; }

    public required Duration? Backoff { get; init; }

    public required Timestamp? OriginalScheduleTime { get; init; }

    public required Payload? Result { get; init; }

    public required Failure? Failure { get; init; }

    public static bool IsMarker(HistoryEvent e) =>
        e.EventType == EventType.MarkerRecorded && e.MarkerRecordedEventAttributes is { MarkerName: Name };

    /// <exception cref="BrokenHistoryException">The marker's data cannot be read.</exception>
    public static LocalActivityMarker Read(HistoryEvent e)
    {
        var attributes = e.MarkerRecordedEventAttributes;
        try
        {
            using var json = JsonDocument.Parse(attributes.Details[DataKey].Payloads_[0].Data.Memory);
            var root = json.RootElement;
            return new()
            {
                Seq = root.GetProperty("seq").GetUInt32(),
                Attempt = root.GetProperty("attempt").GetInt32(),
                ActivityId = root.GetProperty("activity_id").GetString() ?? "",
                ActivityType = root.GetProperty("activity_type").GetString() ?? "",
                CompleteTime = ReadParts(root, "complete_time") is var (cs, cn) ? new Timestamp { Seconds = cs, Nanos = cn } : null,
                Backoff = ReadParts(root, "backoff") is var (bs, bn) ? new Duration { Seconds = bs, Nanos = bn } : null,
                OriginalScheduleTime =
                    ReadParts(root, "original_schedule_time") is var (os, on) ? new Timestamp { Seconds = os, Nanos = on } : null,
                Result = attributes.Details.TryGetValue(ResultKey, out var result) && result.Payloads_.Count > 0
                    ? result.Payloads_[0]
                    : null,
                Failure = attributes.Failure,
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BrokenHistoryException($"Local activity marker was unparsable: {EventText.Describe(e)}: {error.Message}");
        }
    }

    public Command ToCommand(Temporalio.Api.Sdk.V1.UserMetadata? metadata)
    {
        var attributes = new RecordMarkerCommandAttributes
        {
            MarkerName = Name,
            Details = { [DataKey] = new Payloads { Payloads_ = { JsonPayload.Of(WriteData()) } } },
            Failure = Failure,
        };
        if (Result is not null)
        {
            attributes.Details[ResultKey] = new Payloads { Payloads_ = { Result } };
        }
        return new()
        {
            CommandType = CommandType.RecordMarker,
            RecordMarkerCommandAttributes = attributes,
            UserMetadata = metadata,
        };
    }

    private static (long Seconds, int Nanos)? ReadParts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? (value.GetProperty("seconds").GetInt64(), value.GetProperty("nanos").GetInt32())
            : null;

    private byte[] WriteData()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq", Seq);
            writer.WriteNumber("attempt", Attempt);
            writer.WriteString("activity_id", ActivityId);
            writer.WriteString("activity_type", ActivityType);
            WriteParts(writer, "complete_time", CompleteTime?.Seconds, CompleteTime?.Nanos);
            WriteParts(writer, "backoff", Backoff?.Seconds, Backoff?.Nanos);
            WriteParts(writer, "original_schedule_time", OriginalScheduleTime?.Seconds, OriginalScheduleTime?.Nanos);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteParts(Utf8JsonWriter writer, string name, long? seconds, int? nanos)
    {
        if (seconds is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        writer.WriteNumber("seconds", seconds.Value);
        writer.WriteNumber("nanos", nanos ?? 0);
        writer.WriteEndObject();
    }
}
