namespace Nats.Lite;

/// <summary>What may stand as a subject. The protocol is lines of words, so a space or line break in a subject would forge a command.</summary>
public static class NatsSubject
{
    /// <summary>Longest subject taken, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>True for a subject one can publish to: tokens of printable ASCII without wildcards, parted by dots, none empty.</summary>
    public static bool IsPublishable(string subject) => IsValid(subject) && !subject.AsSpan().ContainsAny('*', '>');

    /// <summary>True for a subject one can subscribe to: <c>*</c> stands for a token, <c>&gt;</c> for the rest at the end.</summary>
    public static bool IsValid(string subject)
    {
        if (string.IsNullOrEmpty(subject) || subject.Length > MaxLength || subject.Any(c => c is <= ' ' or >= '\x7f'))
        {
            return false;
        }

        var tokens = subject.Split('.');
        return !tokens.Where((token, i) => token.Length == 0
            || (token.Length > 1 && token.AsSpan().ContainsAny('*', '>'))
            || (token == ">" && i != tokens.Length - 1)).Any();
    }

    internal static void RequirePublishable(string subject)
    {
        if (!IsPublishable(subject))
        {
            throw new ArgumentException($"'{subject}' is no subject to publish to: dot-separated tokens of printable ASCII, no wildcards, {MaxLength} characters at most", nameof(subject));
        }
    }

    internal static void RequireValid(string subject)
    {
        if (!IsValid(subject))
        {
            throw new ArgumentException($"'{subject}' is no subject to subscribe to: dot-separated tokens of printable ASCII, '*' for one token, '>' for the rest at the end", nameof(subject));
        }
    }
}
