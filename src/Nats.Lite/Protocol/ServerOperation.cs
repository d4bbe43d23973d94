namespace Nats.Lite.Protocol;

/// <summary>What a server can say. A closed set.</summary>
internal abstract record ServerOperation
{
    private ServerOperation()
    {
    }

    internal sealed record Info(ServerInfo Server) : ServerOperation;

    internal sealed record Message(long SubscriptionId, NatsMessage Content) : ServerOperation;

    internal sealed record Ping : ServerOperation;

    internal sealed record Pong : ServerOperation;

    internal sealed record Ok : ServerOperation;

    internal sealed record Error(string Text) : ServerOperation;
}
