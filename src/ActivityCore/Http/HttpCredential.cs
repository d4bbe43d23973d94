using System.Net.Http.Headers;
using ActivityCore.Storage;

namespace ActivityCore.Http;

/// <summary>The header that proves who calls. Holds a secret: its text is never shown.</summary>
/// <param name="Header">The header's name.</param>
/// <param name="Scheme">What stands before the secret, such as <c>Bearer</c>; null: nothing.</param>
/// <param name="Secret">Checked: no space, no control character, nothing outside ASCII.</param>
public sealed record HttpCredential(string Header, string? Scheme, string Secret)
{
    /// <summary>Gives nothing away.</summary>
    public override string ToString() => $"{Header}: {(Scheme is null ? "" : Scheme + " ")}[redacted]";

    internal static bool IsUsable(string secret) => secret.Length > 0 && secret.All(c => c is > ' ' and < '\x7f');

    internal void AddTo(HttpRequestHeaders headers) => headers.Add(Header, Scheme is null ? Secret : $"{Scheme} {Secret}");

    /// <summary>A text in which the secret is masked, also as JSON and addresses escape it, for what a receiver says back.</summary>
    internal string Withhold(string text) => Redaction.Known(text, [Secret]);
}
