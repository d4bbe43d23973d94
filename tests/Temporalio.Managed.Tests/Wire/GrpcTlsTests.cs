using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.Wire;

public sealed class GrpcTlsTests : IDisposable
{
    private readonly ECDsa _caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _ca;

    public GrpcTlsTests()
    {
        var request = new CertificateRequest("CN=test root", _caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public void Dispose()
    {
        _ca.Dispose();
        _caKey.Dispose();
    }

    [Fact]
    public async Task Tls_OwnRootAndAddress_Connects()
    {
        await using var peer = await GrpcPeer.StartAsync(Issue("server", san => san.AddIpAddress(IPAddress.Loopback)).Certificate);

        var connection = await peer.ConnectAsync(options => options.Tls = new() { ServerRootCACert = Root() });

        Assert.True(connection.IsConnected);
    }

    [Fact]
    public async Task Tls_DomainOverride_IsExpectedInTheCertificateAndSentAsAuthority()
    {
        await using var peer = await GrpcPeer.StartAsync(Issue("server", san => san.AddDnsName("temporal.test")).Certificate);

        await peer.ConnectAsync(options => options.Tls = new() { ServerRootCACert = Root(), Domain = "temporal.test" });

        Assert.Equal("temporal.test", peer.Calls.Single().Authority);
    }

    [Fact]
    public async Task Tls_OtherName_IsRefused()
    {
        await using var peer = await GrpcPeer.StartAsync(Issue("server", san => san.AddDnsName("temporal.test")).Certificate);

        await RefusedAsync(peer, new() { ServerRootCACert = Root(), Domain = "other.test" });
    }

    [Fact]
    public async Task Tls_RootOfTheMachine_RefusesOurs()
    {
        await using var peer = await GrpcPeer.StartAsync(Issue("server", san => san.AddIpAddress(IPAddress.Loopback)).Certificate);

        await RefusedAsync(peer, new());
    }

    [Fact]
    public async Task Mtls_ClientCertificate_ReachesTheServer()
    {
        var client = Issue("client-7", _ => { });
        string? subject = null;
        await using var peer = await GrpcPeer.StartAsync(
            Issue("server", san => san.AddIpAddress(IPAddress.Loopback)).Certificate,
            certificate =>
            {
                subject = certificate.Subject;
                return true;
            });

        await peer.ConnectAsync(options => options.Tls = new()
        {
            ServerRootCACert = Root(),
            ClientCert = Encoding.UTF8.GetBytes(client.Certificate.ExportCertificatePem()),
            ClientPrivateKey = Encoding.UTF8.GetBytes(client.KeyPem),
        });

        Assert.Equal("CN=client-7", subject);
    }

    [Fact]
    public async Task Mtls_NoClientCertificate_IsRefused()
    {
        await using var peer = await GrpcPeer.StartAsync(
            Issue("server", san => san.AddIpAddress(IPAddress.Loopback)).Certificate, _ => true);

        await RefusedAsync(peer, new() { ServerRootCACert = Root() });
    }

    [Fact]
    public async Task ApiKey_TlsNotMentioned_TurnsItOn()
    {
        await using var peer = await GrpcPeer.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => peer.ConnectAsync(options => options.ApiKey = "key"));

        Assert.Empty(peer.Calls);
    }

    [Fact]
    public async Task Options_Halves_AreRefused()
    {
        var certificate = "x"u8.ToArray();

        await Assert.ThrowsAsync<ArgumentException>(() => TemporalConnection.ConnectAsync(
            new("localhost:1") { Tls = new() { ClientCert = certificate } }));
        await Assert.ThrowsAsync<ArgumentException>(() => TemporalConnection.ConnectAsync(
            new("localhost:1") { Tls = new() { ServerRootCACert = certificate } }));
    }

    private static async Task RefusedAsync(GrpcPeer peer, TlsOptions tls)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => peer.ConnectAsync(options => options.Tls = tls));

        Assert.Equal(RpcException.StatusCode.Unavailable, Assert.IsType<RpcException>(failure.InnerException).Code);
        Assert.Empty(peer.Calls);
    }

    private byte[] Root() => Encoding.UTF8.GetBytes(_ca.ExportCertificatePem());

    private (X509Certificate2 Certificate, string KeyPem) Issue(string name, Action<SubjectAlternativeNameBuilder> alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var san = new SubjectAlternativeNameBuilder();
        alternatives(san);
        request.CertificateExtensions.Add(san.Build());
        using var bare = request.Create(_ca, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        using var withKey = bare.CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null), key.ExportPkcs8PrivateKeyPem());
    }
}
