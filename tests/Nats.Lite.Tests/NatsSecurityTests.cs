using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RealComponents;

namespace Nats.Lite.Tests;

public sealed class NatsSecurityTests : IDisposable
{
    // A busy machine may take longer for a handshake than the two seconds of the server and the five of the client, so each side is given a minute.
    private static readonly NatsOptions Patient = new() { Url = "", ConnectTimeout = TimeSpan.FromMinutes(1) };
    private readonly string _folder = Directory.CreateTempSubdirectory("nats-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("authorization { user: ann, password: \"p@ss w:rd\", timeout: 60 }", "ann:p%40ss%20w%3Ard@")]
    [InlineData("", "")]
    public async Task Connect_WithCredentialsInTheAddress_IsLetIn(string configuration, string user)
    {
        await using var server = await NatsServer.StartAsync(configuration: configuration);

        await using var connection = await NatsConnection.ConnectAsync(Patient with { Url = $"nats://{user}127.0.0.1:{server.Port}" });

        await connection.FlushAsync();
    }

    [Fact]
    public async Task Connect_WithAWrongPassword_SaysWhoRefusedAndNotThePassword()
    {
        await using var server = await NatsServer.StartAsync(configuration: "authorization { user: ann, password: right, timeout: 60 }");

        var error = await Assert.ThrowsAsync<NatsException>(() =>
            NatsConnection.ConnectAsync(Patient with { Url = server.Url, User = "ann", Password = "wrong-one" }));

        Assert.Equal($"no NATS server could be reached: 127.0.0.1:{server.Port} refused the connection: Authorization Violation", error.Message);
        Assert.DoesNotContain("wrong-one", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithAToken_IsLetIn()
    {
        await using var server = await NatsServer.StartAsync(configuration: "authorization { token: s3cret, timeout: 60 }");

        await using var connection = await NatsConnection.ConnectAsync(Patient with { Url = server.Url, Token = "s3cret" });

        await connection.FlushAsync();
    }

    [Fact]
    public async Task Connect_ToAServerThatDemandsACertificate_UpgradesAndProvesItself()
    {
        using var authority = CreateAuthority();
        using var certificate = Issue(authority, "127.0.0.1", "server");
        using var client = Issue(authority, "client", "client");
        await using var server = await NatsServer.StartAsync(configuration:
            $$"""tls { cert_file: "{{_folder}}/server.pem", key_file: "{{_folder}}/server.key", ca_file: "{{_folder}}/ca.pem", verify: true, timeout: 60 }""");

        await using var connection = await NatsConnection.ConnectAsync(Patient with
        {
            Url = $"tls://127.0.0.1:{server.Port}",
            TrustedCertificates = [X509CertificateLoader.LoadCertificateFromFile($"{_folder}/ca.pem")],
            ClientCertificate = client,
        });

        await using var subscription = await connection.SubscribeAsync("x");
        await connection.PublishAsync("x", new byte[200_000]);
        Assert.Equal(200_000, (await subscription.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2))).Data.Length);
    }

    [Fact]
    public async Task Connect_ToACertificateThatNobodyTrusts_IsRefusedHere()
    {
        using var authority = CreateAuthority();
        using var certificate = Issue(authority, "127.0.0.1", "server");
        await using var server = await NatsServer.StartAsync(configuration: $$"""tls { cert_file: "{{_folder}}/server.pem", key_file: "{{_folder}}/server.key", timeout: 60 }""");

        await Assert.ThrowsAsync<NatsException>(() => NatsConnection.ConnectAsync(Patient with { Url = server.Url }));
    }

    [Fact]
    public async Task Connect_WithTlsDemandedWhereNoneIsOffered_IsRefusedHere()
    {
        await using var server = await NatsServer.StartAsync();

        var error = await Assert.ThrowsAsync<NatsException>(() => NatsConnection.ConnectAsync(Patient with { Url = server.Url, RequireTls = true }));

        Assert.Equal($"no NATS server could be reached: 127.0.0.1:{server.Port} offers no TLS, which the address or the settings demand", error.Message);
    }

    [Fact]
    public async Task Connect_WithACredentialsFile_SignsTheServersNonce()
    {
        var account = UserCredentials.Create();
        await File.WriteAllTextAsync($"{_folder}/user.creds", account.CredentialsFile);
        await using var server = await NatsServer.StartAsync(configuration: account.ServerConfiguration);

        await using var connection = await NatsConnection.ConnectAsync(Patient with { Url = server.Url, CredentialsFile = $"{_folder}/user.creds" });
        await connection.FlushAsync();

        var error = await Assert.ThrowsAsync<NatsException>(() => NatsConnection.ConnectAsync(Patient with { Url = server.Url }));
        Assert.Contains("Authorization Violation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithABrokenSeed_NamesTheFaultAndNotTheSeed()
    {
        var account = UserCredentials.Create();
        var seed = account.CredentialsFile.Split('\n').Single(line => line.StartsWith("SU", StringComparison.Ordinal));
        var broken = seed[..20] + (seed[20] == 'A' ? 'B' : 'A') + seed[21..];
        await File.WriteAllTextAsync($"{_folder}/user.creds", account.CredentialsFile.Replace(seed, broken, StringComparison.Ordinal));
        await using var server = await NatsServer.StartAsync(configuration: account.ServerConfiguration);

        var error = await Assert.ThrowsAsync<NatsException>(() => NatsConnection.ConnectAsync(Patient with { Url = server.Url, CredentialsFile = $"{_folder}/user.creds" }));

        Assert.Contains("the NKey seed's checksum is wrong: a character was lost or changed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(broken, error.ToString(), StringComparison.Ordinal);
    }

    private X509Certificate2 CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText($"{_folder}/ca.pem", authority.ExportCertificatePem());
        return authority;
    }

    private X509Certificate2 Issue(X509Certificate2 authority, string name, string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText($"{_folder}/{file}.pem", signed.ExportCertificatePem());
        File.WriteAllText($"{_folder}/{file}.key", key.ExportPkcs8PrivateKeyPem());
        return X509Certificate2.CreateFromPemFile($"{_folder}/{file}.pem", $"{_folder}/{file}.key");
    }
}
