using System.Text.Json;

namespace ActivityCore.Events;

/// <summary>
/// The one place where bytes become an <see cref="EventEnvelope"/>, whatever the intake. It never throws on content:
/// what is no envelope is refused with its reason. Members it does not know are kept out silently, as the wire contract asks.
/// </summary>
public static class EnvelopeReader
{
    /// <summary>Bytes of the largest envelope: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Objects and arrays inside each other, the envelope itself counted.</summary>
    public const int MaxDepth = 32;

    /// <summary>Reads one envelope; the bytes may be reused afterwards.</summary>
    /// <param name="bytes">UTF-8 JSON without a byte order mark.</param>
    /// <param name="defaultPublisher">The publisher of an envelope that names none: the intake's configured name.</param>
    public static EnvelopeReading Read(ReadOnlyMemory<byte> bytes, string defaultPublisher)
    {
        ArgumentException.ThrowIfNullOrEmpty(defaultPublisher);
        if (bytes.Length > MaxBytes)
            return new EnvelopeReading.Refused($"The envelope has {bytes.Length} bytes and may have {MaxBytes}: send a reference to large data instead of the data.");

        if (StrictJson.FindFault(bytes.Span, MaxDepth) is { } fault)
            return new EnvelopeReading.Refused(fault);

        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var members = new EnvelopeMembers(document.RootElement);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return new EnvelopeReading.Refused("The envelope must be a JSON object with at least the members `id`, `type` and `timestamp`.");

        var envelope = new EventEnvelope
        {
            Id = members.Id(),
            Type = members.Type(),
            Version = members.Version(),
            Timestamp = members.Timestamp(),
            Publisher = members.Publisher(defaultPublisher),
            Attributes = members.Attributes(),
        };
        return members.Faults.Count == 0
            ? new EnvelopeReading.Accepted(envelope)
            : new EnvelopeReading.Refused(string.Join(' ', members.Faults));
    }
}
