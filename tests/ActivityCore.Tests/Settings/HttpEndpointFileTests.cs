using ActivityCore.Http;
using ActivityCore.Settings;
using RealComponents;

namespace ActivityCore.Tests.Settings;

public sealed class HttpEndpointFileTests
{
    private const string Secret = "planted-secret-0123456789";
    private readonly string _folder = Repository.Scratch($"http-endpoints-{Guid.NewGuid():N}");

    [Fact]
    public void FromEnvironment_SoundFile_GivesEndpoints()
    {
        var secret = Path.Combine(_folder, "secret");
        File.WriteAllText(secret, Secret + "\n");

        var endpoints = Read(
            $$"""
            endpoints:
              inventory:
                url: https://inventory.example/api/v1
                auth: { env: INVENTORY_TOKEN }
              tracker:
                url: http://tracker.internal:8000
                methods: [GET, POST]
                auth: { header: X-API-Key, file: {{secret}} }
                timeout: 30s
                max_bytes: 4096
                allow_private: true
            """,
            ("INVENTORY_TOKEN", Secret)).HttpEndpoints;

        Assert.Equal(["inventory", "tracker"], endpoints.Select(e => e.Name));
        Assert.Equal(new HttpCredential("Authorization", "Bearer", Secret), endpoints[0].Credential);
        Assert.Equal(["GET"], endpoints[0].Methods);
        Assert.False(endpoints[0].AllowPrivate);
        Assert.Equal(new HttpCredential("X-API-Key", null, Secret), endpoints[1].Credential);
        Assert.Equal((TimeSpan.FromSeconds(30), 4096, true), (endpoints[1].Timeout, endpoints[1].MaxBytes, endpoints[1].AllowPrivate));
    }

    [Theory]
    [InlineData("endpoints: { a: { url: 'https://user:planted-secret-0123456789@h' } }", ":1:24: error: `url` is no address: write http://HOST/PATH or https://HOST/PATH, without user, query or fragment; a secret belongs into `auth`.")]
    [InlineData("endpoints: { a: { url: 'https://h?k=planted-secret-0123456789' } }", ":1:24: error: `url` is no address: write http://HOST/PATH or https://HOST/PATH, without user, query or fragment; a secret belongs into `auth`.")]
    [InlineData("endpoints: { a: { url: https://h, auth: { env: planted-secret-0123456789 } } }", ":1:48: error: `env` names the environment variable that holds the secret, in capital letters, digits and underscores: write its name and never the secret.")]
    [InlineData("endpoints: { a: { url: https://h, auth: { } } }", ":1:41: error: The `auth` of `a` needs just one of `env` and `file`: name the variable or the file that holds the secret.")]
    [InlineData("endpoints: { a: { url: http://h, auth: { env: TOKEN } } }", ":1:24: error: `a` would send its secret unencrypted over a public network: write https, or `allow_private: true` where it stands in a private one.")]
    [InlineData("endpoints: { a: { url: https://h, timeout: 6m } }", ":1:44: error: `timeout` is `6m` and may be 5m at most.")]
    [InlineData("endpoints: { A: { url: https://h } }", ":1:14: error: `A` is `A` and must be small letters, digits, dots, dashes and underscores, 100 at most, such as `weekly-sbom-staleness`.")]
    [InlineData("endpoints: { a: { url: https://h, methods: [TRACE] } }", ":1:45: error: `methods` is `TRACE` and must be one of GET, POST, PUT, PATCH, DELETE.")]
    [InlineData("endpoints: { a: { url: https://h, auth: { env: NO_SUCH } } }", "the endpoint a takes its secret from NO_SUCH, which holds none; set it, or take `auth` out.")]
    [InlineData("endpoints: { a: { url: https://h, auth: { env: BAD_TOKEN } } }", "the secret of the endpoint a in BAD_TOKEN holds a space or a character outside ASCII, which no header may.")]
    [InlineData("end: {}", ":1:1: error: A file of endpoints needs the key `endpoints`: the endpoints by name.")]
    public void FromEnvironment_FaultInFile_NamesPlaceAndCure(string yaml, string expected)
    {
        var error = Assert.Throws<SettingsException>(() => Read(yaml, ("BAD_TOKEN", $"{Secret} {Secret}")));

        Assert.Contains(error.Errors, text => text.StartsWith("HTTP_ENDPOINTS_FILE: ", StringComparison.Ordinal) && text.EndsWith(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_NoSuchFile_SaysSo()
    {
        var error = Assert.Throws<SettingsException>(() => ActivityCoreSettings.FromEnvironment(
            new Dictionary<string, string?> { ["HTTP_ENDPOINTS_FILE"] = Path.Combine(_folder, "none.yaml") }));

        Assert.Equal([$"HTTP_ENDPOINTS_FILE: {Path.Combine(_folder, "none.yaml")} cannot be read (FileNotFoundException); make it readable for this user."], error.Errors);
    }

    private ActivityCoreSettings Read(string yaml, params (string Name, string? Value)[] variables)
    {
        var file = Path.Combine(_folder, "endpoints.yaml");
        File.WriteAllText(file, yaml);
        return ActivityCoreSettings.FromEnvironment(variables.Append(("HTTP_ENDPOINTS_FILE", file)).ToDictionary(v => v.Item1, v => v.Item2, StringComparer.Ordinal));
    }
}
