using System.Reflection;
using System.Text;
using System.Text.Json;
using Nats.Lite.Security;

namespace Nats.Lite.Protocol;

/// <summary>The JSON of CONNECT: who we are and how we prove it.</summary>
internal static class ConnectCommand
{
    private static readonly string Version = typeof(ConnectCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static string Create(ServerAddress server, NatsOptions options, ServerInfo info)
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["verbose"] = false,
            ["pedantic"] = false,
            ["lang"] = "dotnet-lite",
            ["version"] = Version,
            ["protocol"] = 1,
            ["headers"] = true,
            ["no_responders"] = true,
            ["echo"] = true,
            ["name"] = options.Name,
        };
        if (options.CredentialsFile is { } path)
        {
            var credentials = CredentialsFile.Read(path);
            var seed = NKey.DecodeUserSeed(credentials.Seed);
            fields["jwt"] = credentials.Jwt;
            fields["nkey"] = NKey.EncodeUserPublicKey(Ed25519.PublicKey(seed));
            fields["sig"] = Base64Url(Ed25519.Sign(seed, Encoding.ASCII.GetBytes(info.Nonce ?? "")));
        }
        else if (options.Token is { } token)
        {
            fields["auth_token"] = token;
        }
        else if ((options.User ?? server.User) is { } user)
        {
            fields["user"] = user;
            fields["pass"] = (options.User is null ? server.Password : options.Password) ?? "";
        }

        return JsonSerializer.Serialize(fields);
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
