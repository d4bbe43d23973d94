namespace Nats.Lite;

/// <summary>The connection, the server or the protocol failed; the message names the server or subject and never a credential.</summary>
public class NatsException : Exception
{
    public NatsException(string message)
        : base(message)
    {
    }

    public NatsException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
