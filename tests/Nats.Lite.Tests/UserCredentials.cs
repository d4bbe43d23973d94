using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nats.Lite.Security;

namespace Nats.Lite.Tests;

/// <summary>An operator, an account and a user with their signed tokens, made as NATS's JWT guide describes them.</summary>
internal sealed record UserCredentials(string CredentialsFile, string ServerConfiguration)
{
    private const byte Operator = 14 << 3;
    private const byte Account = 0;
    private const byte User = 20 << 3;

    public static UserCredentials Create()
    {
        byte[] operatorSeed = RandomNumberGenerator.GetBytes(32), accountSeed = RandomNumberGenerator.GetBytes(32), userSeed = RandomNumberGenerator.GetBytes(32);
        var operatorKey = NKey.EncodePublicKey(Operator, Ed25519.PublicKey(operatorSeed));
        var accountKey = NKey.EncodePublicKey(Account, Ed25519.PublicKey(accountSeed));
        var userKey = NKey.EncodePublicKey(User, Ed25519.PublicKey(userSeed));
        var limits = new { subs = -1, data = -1, payload = -1, imports = -1, exports = -1, wildcards = true, conn = -1, leaf = -1 };
        var operatorToken = Sign(operatorSeed, operatorKey, operatorKey, "O", new { type = "operator", version = 2 });
        var accountToken = Sign(operatorSeed, operatorKey, accountKey, "A", new { type = "account", version = 2, limits });
        var userToken = Sign(accountSeed, accountKey, userKey, "U", new { type = "user", version = 2, pub = new { }, sub = new { }, subs = -1, data = -1, payload = -1 });
        return new(
            $"""
            -----BEGIN NATS USER JWT-----
            {userToken}
            ------END NATS USER JWT------

            -----BEGIN USER NKEY SEED-----
            {NKey.EncodeUserSeed(userSeed)}
            ------END USER NKEY SEED------
            """,
            $$"""
            operator: {{operatorToken}}
            authorization { timeout: 60 }
            system_account: {{accountKey}}
            resolver: MEMORY
            resolver_preload: { {{accountKey}}: {{accountToken}} }
            """);
    }

    private static string Sign(byte[] seed, string issuer, string subject, string name, object nats)
    {
        var header = Encode("""{"typ":"JWT","alg":"ed25519-nkey"}"""u8);
        var claims = Encode(JsonSerializer.SerializeToUtf8Bytes(new { jti = Guid.NewGuid().ToString("N"), iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), iss = issuer, name, sub = subject, nats }));
        return $"{header}.{claims}.{Encode(Ed25519.Sign(seed, Encoding.ASCII.GetBytes($"{header}.{claims}")))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
