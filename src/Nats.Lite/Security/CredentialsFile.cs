namespace Nats.Lite.Security;

/// <summary>A <c>.creds</c> file: a user JWT and an NKey seed between marker lines.</summary>
internal sealed record CredentialsFile(string Jwt, string Seed)
{
    /// <exception cref="NatsException">It cannot be read or lacks a part; its content never appears in the message.</exception>
    public static CredentialsFile Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NatsException($"the credentials file {path} cannot be read: {e.Message}", e);
        }

        return new(Part(path, lines, "NATS USER JWT"), Part(path, lines, "USER NKEY SEED"));
    }

    private static string Part(string path, string[] lines, string mark)
    {
        var begin = Array.FindIndex(lines, line => line.Contains($"BEGIN {mark}", StringComparison.Ordinal));
        return begin >= 0 && begin + 1 < lines.Length && lines[begin + 1].Trim() is { Length: > 0 } text
            ? text
            : throw new NatsException($"the credentials file {path} has no part '{mark}'");
    }
}
