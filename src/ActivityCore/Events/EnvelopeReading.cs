namespace ActivityCore.Events;

/// <summary>What became of bytes that should be an envelope. A closed set: accepted or refused.</summary>
public abstract record EnvelopeReading
{
    private EnvelopeReading()
    {
    }

    /// <summary>An envelope in full: defaults filled in, the time in UTC.</summary>
    public sealed record Accepted(EventEnvelope Envelope) : EnvelopeReading;

    /// <summary>A sentence or two that name the member and the cure; never a value of the content, so that it can be stored and logged.</summary>
    public sealed record Refused(string Reason) : EnvelopeReading;
}
