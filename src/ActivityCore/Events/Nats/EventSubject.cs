using Nats.Lite;

namespace ActivityCore.Events.Nats;

/// <summary>On which subject an event travels. For receivers that filter; what an event is, its envelope says.</summary>
internal static class EventSubject
{
    /// <summary>What the stream of events listens to.</summary>
    public const string All = "org.>";

    private const string Ours = "org.activitycore.";

    /// <summary>The type itself where it begins with <c>org.</c>; any other under <c>org.activitycore.</c>, so that the one stream takes all.</summary>
    public static string Of(string type)
    {
        var encoded = string.Join('.', type.Split('.').Select(SubjectToken.Encode));
        var subject = encoded.StartsWith("org.", StringComparison.Ordinal) ? encoded : Ours + encoded;
        return NatsSubject.IsPublishable(subject) ? subject : Ours + SubjectToken.Encode(type);
    }
}
