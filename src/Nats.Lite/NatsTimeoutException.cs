namespace Nats.Lite;

/// <summary>No answer within the time allowed. What was asked may have been done all the same.</summary>
public sealed class NatsTimeoutException(string message) : NatsException(message);
