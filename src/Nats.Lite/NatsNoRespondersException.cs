namespace Nats.Lite;

/// <summary>The server answered that nobody listens on the subject (status 503).</summary>
public sealed class NatsNoRespondersException(string subject) : NatsException($"nobody answers on {subject}");
