using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ActivityCore.Context;
using ActivityCore.Context.Inventory;
using ActivityCore.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;
using RealComponents;

namespace ActivityCore.Tests.Context.Inventory;

/// <summary>The probe over real connections and real files.</summary>
public sealed class OpsInventorySourceTests
{
    private const string Secret = "planted-secret-0123456789";
    private readonly string _folder = Repository.Scratch($"inventory-{Guid.NewGuid():N}");

    [Theory]
    [InlineData(200, "running", true, null)]
    [InlineData(302, "running", true, null)]
    [InlineData(503, "degraded", false, null)]
    public async Task ReadAsync_ServiceThatAnswers_IsWhatItsStatusSays(int status, string expected, bool ok, string? reason)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(status, Secret, headers: ("X-Token", Secret));

        var value = await ProbeAsync($"services: {{ api: {{ health: '{receiver.Address}health?token={Secret}' }} }}");

        var service = value.GetProperty("services")[0];
        Assert.Equal((expected, ok, status, reason), (service.GetProperty("status").GetString(), service.GetProperty("ok").GetBoolean(), service.GetProperty("status_code").GetInt32(), service.GetProperty("reason").GetString()));
        Assert.DoesNotContain("planted", value.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("token", value.GetRawText(), StringComparison.Ordinal);
        Assert.EndsWith("Z", service.GetProperty("observed_at").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NobodyThere_IsAValueAndDrift()
    {
        var value = await ProbeAsync("services: { api: { health: 'http://127.0.0.1:1/' } }\nendpoints: { api/x: { service: api, url: 'http://127.0.0.1:1/x' }, lone: { url: 'http://127.0.0.1:1/y' } }");

        Assert.Equal("absent", value.GetProperty("services")[0].GetProperty("status").GetString());
        Assert.Equal("ConnectionRefused", value.GetProperty("endpoints")[0].GetProperty("reason").GetString());
        // The endpoint of a service that is gone is no second finding.
        Assert.Equal([("api", "missing"), ("lone", "missing")], Drift(value));
        Assert.Equal(1, value.GetProperty("summary").GetProperty("services_failing").GetInt32());
    }

    [Fact]
    public async Task ReadAsync_AddressThatMayNotBeCalled_IsUnknownAndNeverCalled()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();

        var value = await ProbeAsync(
            $"services: {{ api: {{ health: '{receiver.Address}' }}, meta: {{ health: 'http://169.254.169.254/latest' }} }}\naccess_paths: {{ p: {{ address: '{receiver.Address.Authority}' }} }}", allowPrivate: false);

        Assert.All(value.GetProperty("services").EnumerateArray(), service => Assert.Equal("AddressNotAllowed", service.GetProperty("reason").GetString()));
        Assert.Equal("not-allowed", value.GetProperty("access_paths")[0].GetProperty("outcome").GetString());
        Assert.Empty(Drift(value));
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task ReadAsync_ServiceThatShouldBeGone_IsUnexpected()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(200);

        var value = await ProbeAsync($"services: {{ old: {{ expect: absent, severity: high, health: '{receiver.Address}' }}, gone: {{ expect: absent, health: 'http://127.0.0.1:1' }} }}");

        Assert.Equal([("old", "unexpected")], Drift(value));
        Assert.Equal("high", value.GetProperty("drift")[0].GetProperty("severity").GetString());
        Assert.True(value.GetProperty("services")[1].GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task ReadAsync_EndpointOfAnotherStatus_HasChanged()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(404);

        var value = await ProbeAsync($"endpoints: {{ a: {{ url: '{receiver.Address}', status: 404 }}, b: {{ url: '{receiver.Address}' }} }}");

        Assert.Equal([true, false], value.GetProperty("endpoints").EnumerateArray().Select(e => e.GetProperty("ok").GetBoolean()));
        Assert.Equal([("b", "changed")], Drift(value));
        Assert.Equal("It answers with 404.", value.GetProperty("drift")[0].GetProperty("detail").GetString());
    }

    /// <summary>A certificate that nobody trusts: no answer, and how long it would hold.</summary>
    [Fact]
    public async Task ReadAsync_Tls_SaysHowLongTheCertificateHolds()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9.5));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await tls.AuthenticateAsServerAsync(certificate);
                await tls.ReadExactlyAsync(new byte[1]);
            });
        });

        var endpoint = (await ProbeAsync($"endpoints: {{ a: {{ url: 'https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/' }} }}")).GetProperty("endpoints")[0];

        Assert.Equal(9, endpoint.GetProperty("tls_days_left").GetInt32());
        Assert.Equal("TlsFailed", endpoint.GetProperty("reason").GetString());
        Assert.False(endpoint.GetProperty("ok").GetBoolean());
        await serving.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task ReadAsync_AccessPaths_AreOpenedAndNothingMore()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var value = await ProbeAsync($$"""
            access_paths:
              a: { target: db, address: "127.0.0.1:{{port}}" }
              b: { target: db, address: "127.0.0.1:1" }
              c: { target: db, address: "127.0.0.1:{{port}}", expect: closed }
              d: { target: db, address: "127.0.0.1:1", expect: closed }
            """);

        var paths = value.GetProperty("access_paths").EnumerateArray().ToArray();
        Assert.Equal(["open", "refused", "open", "refused"], paths.Select(p => p.GetProperty("outcome").GetString()!));
        Assert.Equal([true, false, false, true], paths.Select(p => p.GetProperty("ok").GetBoolean()));
        Assert.Equal([("b", "missing"), ("c", "unexpected")], Drift(value));
        using var first = await listener.AcceptTcpClientAsync();
        Assert.Equal(0, await first.GetStream().ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task ReadAsync_Backups_TheNewestFileCounts()
    {
        Write("fresh-1.dump", hours: 90, "old");
        Write("fresh-2.dump", hours: 2, "new");
        Write("stale.dump", hours: 30, "x");
        Write("empty.dump", hours: 1, "");

        var value = await ProbeAsync($$"""
            backups:
              fresh: { path: {{_folder}}/fresh-*.dump }
              stale: { path: {{_folder}}/stale.dump }
              lenient: { path: {{_folder}}/stale.dump, max_age: 40h }
              empty: { path: {{_folder}}/empty.dump }
              none: { path: {{_folder}}/none-*.dump }
              nowhere: { path: {{_folder}}/no/where.dump }
            """);

        var backups = value.GetProperty("backups").EnumerateArray().ToArray();
        Assert.Equal([null, "TooOld", null, "TooSmall", "NoFile", "FolderMissing"], backups.Select(b => b.GetProperty("reason").GetString()));
        Assert.Equal(2, backups[0].GetProperty("age_hours").GetDouble(), 0.2);
        Assert.Equal([("none", "missing"), ("nowhere", "missing")], Drift(value));
        Assert.DoesNotContain(_folder, value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_MoreFilesThanAnybodyKeeps_TheNewestCounts()
    {
        foreach (var number in Enumerable.Range(0, 10_050))
        {
            Write($"many-{number}.dump", hours: 90, "");
        }

        Write("many-newest.dump", hours: 1, "dump");

        var (writtenAt, bytes, reason) = BackupProbe.Look(Path.Combine(_folder, "many-*.dump"), TestContext.Current.CancellationToken);

        Assert.Equal((new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(_folder, "many-newest.dump"))), 4, null), (writtenAt, bytes, reason));
    }

    [Fact]
    public void Look_TimeIsOver_DoesNotCallTheFirstFilesAll()
    {
        Write("some.dump", hours: 1, "dump");

        Assert.Throws<OperationCanceledException>(() => BackupProbe.Look(Path.Combine(_folder, "*.dump"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task ReadAsync_DiscoveryOfMoreThanCanBeRead_CallsNothingAbsent()
    {
        await using var cluster = await ScriptedReceiver.StartAsync();
        cluster.Always(200, JsonSerializer.Serialize(Enumerable.Range(0, 10_001).Select(number => new { name = $"service-{number}" })));

        var value = await ProbeAsync("services: { service-10000: {} }\ndiscovery: { endpoint: cluster, path: services, name: name }", cluster: cluster.Address);

        Assert.Equal("unknown", value.GetProperty("services")[0].GetProperty("status").GetString());
        Assert.Equal("The answer of cluster lists more than 10000 items.", value.GetProperty("discovery").GetProperty("reason").GetString());
        Assert.Empty(Drift(value));
    }

    [Fact]
    public async Task ReadAsync_Discovery_FindsWhatTheInventoryDoesNotKnow()
    {
        await using var cluster = await ScriptedReceiver.StartAsync();
        cluster.Always(200, """{"items":[{"metadata":{"name":"api"}},{"metadata":{"name":"stowaway"}},{"metadata":{}}]}""");
        const string More = "services: { api: {}, gone: {} }\ndiscovery: { endpoint: cluster, path: services, list: items, name: metadata.name }";

        var value = await ProbeAsync(More, cluster: cluster.Address);
        cluster.Always(500);
        var blind = await ProbeAsync(More, cluster: cluster.Address);

        Assert.Equal([("gone", "missing"), ("stowaway", "unexpected")], Drift(value));
        Assert.Equal("unknown", blind.GetProperty("services")[0].GetProperty("status").GetString());
        Assert.Equal("cluster answered with 500.", blind.GetProperty("discovery").GetProperty("reason").GetString());
        Assert.Empty(Drift(blind));
    }

    [Fact]
    public async Task ReadAsync_NoInventory_SaysWhichSettingOrWhatIsWrong()
    {
        var unset = await Source(null).ReadAsync(default);
        var missing = await Source(Path.Combine(_folder, "gone.yaml")).ReadAsync(default);
        var broken = Path.Combine(_folder, "broken.yaml");
        await File.WriteAllTextAsync(broken, "environment: production");

        Assert.Equal("OPS_INVENTORY_FILE is not set; set it to the inventory's path.", Assert.IsType<ContextAnswer.Refused>(unset).Reason);
        Assert.Equal("The inventory that OPS_INVENTORY_FILE names cannot be read (FileNotFoundException).", Assert.IsType<ContextAnswer.Unavailable>(missing).Reason);
        Assert.Equal("broken.yaml:1:1: error: An inventory needs the key `repo`: the repository that the inventory is kept in.", Assert.IsType<ContextAnswer.Refused>(await Source(broken).ReadAsync(default)).Reason);
    }

    private static IEnumerable<(string, string)> Drift(JsonElement value) =>
        value.GetProperty("drift").EnumerateArray().Select(d => (d.GetProperty("entity").GetString()!, d.GetProperty("drift").GetString()!));

    private async Task<JsonElement> ProbeAsync(string entities, bool allowPrivate = true, Uri? cluster = null)
    {
        var file = Path.Combine(_folder, "inventory.yaml");
        await File.WriteAllTextAsync(file, $"environment: production\nrepo: railiance-inventory\ntimeout: 30s\nallow_private: {(allowPrivate ? "true" : "false")}\n{entities}");
        return Assert.IsType<ContextAnswer.Found>(await Source(file, cluster).ReadAsync(default)).Value;
    }

    private static IContextSource Source(string? file, Uri? cluster = null) => new ServiceCollection()
        .AddContext(null, cluster is null ? [] : [new() { Name = "cluster", Address = cluster, AllowPrivate = true }], file)
        .BuildServiceProvider().GetRequiredService<ContextSources>().Find("ops-inventory")!;

    private void Write(string name, int hours, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-hours));
    }
}
