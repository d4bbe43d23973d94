using ActivityCore.Settings;
using RealComponents;

namespace ActivityCore.Tests.Settings;

public sealed class ActivityCoreSettingsTests
{
    private const string Key = "s3cr3t-value";

    [Fact]
    public void FromEnvironment_Nothing_GivesTheEmbeddedDefault()
    {
        var settings = Read();

        Assert.Null(settings.Storage.DatabaseUrl);
        Assert.Null(settings.Temporal.Address);
        Assert.Equal("default", settings.Temporal.Namespace);
        Assert.Equal("activity-core", settings.Temporal.TaskQueue);
        Assert.False(settings.Temporal.Tls);
        Assert.Equal("null", settings.IssueSink.Type);
        Assert.Equal("http://127.0.0.1:8080/", settings.Listen.AbsoluteUri);
        Assert.Equal(Path.Combine(".data", "activity-core.db"), settings.Storage.SqliteFile);
        Assert.Equal("activity-definitions", settings.DefinitionsDirectory);
    }

    [Theory]
    [InlineData("ISSUE_SINK_TYPE", "smtp", "ISSUE_SINK_TYPE: \"smtp\" is not known; write null or rest or nats.")]
    [InlineData("ISSUE_SINK_TYPE", "nats", "NATS_URL: ISSUE_SINK_TYPE=nats needs the addresses of the NATS servers; set it, or NATS_URL_FILE, or ISSUE_SINK_TYPE=null for a dry run.")]
    [InlineData("NATS_URL", "http://nats:4222", "NATS_URL: this is no list of servers; write nats://HOST:4222 or tls://HOST:4222, several of them parted by commas.")]
    [InlineData("NATS_STREAM", "MY.STREAM", "NATS_STREAM: \"MY.STREAM\" is no name; write up to 64 letters, digits, - and _.")]
    [InlineData("NATS_USER", "me", "NATS_PASSWORD: NATS_USER is set, and one is of no use without the other; set this one too.")]
    [InlineData("NATS_REPLICAS", "7", "NATS_REPLICAS: \"7\" is not possible; write a number from 1 to 5.")]
    [InlineData("NATS_TLS_CA", "/nowhere/ca.pem", "NATS_TLS_CA: there is no file /nowhere/ca.pem.")]
    [InlineData("ISSUE_SINK_COMPAT_EVENT_ID", "yes", "ISSUE_SINK_COMPAT_EVENT_ID: \"yes\" is not known; write true-id or derived.")]
    [InlineData("ACTIVITY_CORE_LISTEN", "8080", "ACTIVITY_CORE_LISTEN: this is no address; write http://HOST:PORT or https://HOST:PORT, without user, query or fragment, such as http://127.0.0.1:8080.")]
    [InlineData("TEMPORAL_ADDRESS", "http://temporal:7233", "TEMPORAL_ADDRESS: write HOST:PORT without a scheme, such as temporal.example:7233.")]
    [InlineData("TEMPORAL_ADDRESS", "temporal", "TEMPORAL_ADDRESS: write HOST:PORT without a scheme, such as temporal.example:7233.")]
    [InlineData("TEMPORAL_TLS", "perhaps", "TEMPORAL_TLS: \"perhaps\" is neither true nor false.")]
    [InlineData("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "/nowhere/ca.pem", "TEMPORAL_TLS_SERVER_CA_CERT_PATH: there is no file /nowhere/ca.pem.")]
    [InlineData("DATABASE_URL", "mysql://u:p@h/d", "DATABASE_URL is neither postgres://USER:PASSWORD@HOST:PORT/DATABASE, nor Host=...;Database=...;Username=..., nor sqlite:FILE.")]
    [InlineData("PGPORT", "0", "PGPORT: \"0\" is no port; write a number from 1 to 65535.")]
    [InlineData("PGSSLMODE", "on", "PGSSLMODE: \"on\" is not known; write disable or allow or prefer or require or verify-ca or verify-full.")]
    [InlineData("ISSUE_CORE_API_KEY_FILE", "/nowhere/key", "ISSUE_CORE_API_KEY_FILE: /nowhere/key cannot be read (DirectoryNotFoundException); make it readable for this user.")]
    public void FromEnvironment_WrongValue_NamesVariableAndCure(string name, string value, string expected)
    {
        var error = Assert.Throws<SettingsException>(() => Read((name, value)));

        Assert.Equal([expected], error.Errors);
    }

    [Fact]
    public void FromEnvironment_RestWithoutKeyAndAddress_NamesBoth()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("ISSUE_SINK_TYPE", "rest")));

        Assert.Equal(
            [
                "ISSUE_CORE_URL: ISSUE_SINK_TYPE=rest needs the address of issue-core; set it, or ISSUE_SINK_TYPE=null for a dry run.",
                "ISSUE_CORE_API_KEY: ISSUE_SINK_TYPE=rest needs issue-core's ingestion key; set it, or ISSUE_CORE_API_KEY_FILE, or ISSUE_SINK_TYPE=null for a dry run.",
            ],
            error.Errors);
    }

    [Fact]
    public void FromEnvironment_SeveralFaults_AllAtOnce()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("PGPORT", "x"), ("TEMPORAL_TLS", "x"), ("STATE_HUB_URL", "x")));

        Assert.Equal("PGPORT TEMPORAL_TLS STATE_HUB_URL", string.Join(' ', error.Errors.Select(text => text.Split(':')[0])));
    }

    [Theory]
    [InlineData("ISSUE_CORE_API_KEY", Key + "\nX-Evil: 1")]
    [InlineData("TEMPORAL_API_KEY", Key + "\r\n" + Key)]
    [InlineData("DATABASE_URL", "postgres:" + Key + "@h/d")]
    [InlineData("STATE_HUB_URL", "http://user:" + Key + "@hub")]
    [InlineData("NATS_URL", "nats://user:" + Key + "@nats:4222,http://nats")]
    [InlineData("NATS_TOKEN", Key + "\nX")]
    [InlineData("TEMPORAL_ADDRESS", "user:" + Key + "@temporal:7233")]
    public void FromEnvironment_WrongSecret_IsNotRepeated(string name, string value)
    {
        var error = Assert.Throws<SettingsException>(() => Read((name, value)));

        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_SecretInAFile_IsReadWithoutItsLineEnd()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("settings-").FullName, "key");
        File.WriteAllText(file, Key + "\n");

        var settings = Read(("ISSUE_CORE_API_KEY_FILE", file));
        var both = Assert.Throws<SettingsException>(() => Read(("ISSUE_CORE_API_KEY_FILE", file), ("ISSUE_CORE_API_KEY", Key)));

        Assert.Equal(Key, settings.IssueSink.IssueCoreApiKey);
        Assert.Equal(["ISSUE_CORE_API_KEY: both ISSUE_CORE_API_KEY and ISSUE_CORE_API_KEY_FILE are set; remove one of them."], both.Errors);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void FromEnvironment_EmptyPlaceholder_CountsAsUnset()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("ISSUE_SINK_TYPE", "rest"), ("ISSUE_CORE_URL", "http://issue-core"), ("ISSUE_CORE_API_KEY", " ")));

        Assert.Single(error.Errors);
        Assert.StartsWith("ISSUE_CORE_API_KEY: ", error.Errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "TEMPORAL_API_KEY", Key)]
    [InlineData(true, "TEMPORAL_TLS", "true")]
    [InlineData(true, "TEMPORAL_TLS_SERVER_NAME", "temporal.internal")]
    [InlineData(false, "TEMPORAL_NAMESPACE", "other")]
    public void FromEnvironment_Tls_IsOnWhereSomethingAsksForIt(bool expected, string name, string value) =>
        Assert.Equal(expected, Read((name, value)).Temporal.Tls);

    [Fact]
    public void FromEnvironment_TwoProofsForNats_AsksForOne()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("NATS_TOKEN", Key), ("NATS_USER", "me"), ("NATS_PASSWORD", Key)));

        Assert.Equal(["NATS_CREDENTIALS_FILE: more than one of NATS_CREDENTIALS_FILE, NATS_TOKEN and NATS_USER is set; keep the one that the servers ask for."], error.Errors);
    }

    [Fact]
    public void FromEnvironment_Nats_IsRead()
    {
        var settings = Read(("NATS_URL", "nats://one:4222, tls://two"), ("NATS_TOKEN", Key), ("ISSUE_SINK_TYPE", "nats"), ("ISSUE_SINK_NATS_ALLOW_DISCARD_OLD", "yes"));

        Assert.Equal(("nats://one:4222, tls://two", Key, "ACTIVITY_EVENTS", "activity-core", 1), (settings.Nats.Url, settings.Nats.Token, settings.Nats.Stream, settings.Nats.Consumer, settings.Nats.Replicas));
        Assert.Equal(("nats", true), (settings.IssueSink.Type, settings.IssueSink.AllowDiscardOld));
    }

    [Fact]
    public void FromEnvironment_CertificateWithoutKey_AsksForTheKey()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("TEMPORAL_TLS_CLIENT_CERT_PATH", typeof(ActivityCoreSettings).Assembly.Location)));

        Assert.Equal(["TEMPORAL_TLS_CLIENT_KEY_PATH: TEMPORAL_TLS_CLIENT_CERT_PATH is set, and one is of no use without the other; set this one too."], error.Errors);
    }

    [Fact]
    public void ToString_WithSecrets_GivesNothingAway()
    {
        var settings = Read(("TEMPORAL_API_KEY", Key), ("ISSUE_CORE_API_KEY", Key), ("DATABASE_URL", $"postgres://u:{Key}@h/d"), ("NATS_URL", $"nats://u:{Key}@h"));

        Assert.DoesNotContain(Key, $"{settings} {settings.Temporal} {settings.Nats}", StringComparison.Ordinal);
    }

    [Fact]
    public void EnvExample_InTheRepository_IsCurrent()
    {
        var current = EnvironmentExample.Write();
        var written = Path.Combine(Repository.Root, ".env.example");
        var stands = File.Exists(written) ? File.ReadAllText(written) : "";
        if (!string.Equals(current, stands, StringComparison.Ordinal))
        {
            var received = Path.Combine(Repository.Scratch("env-example"), ".env.example");
            File.WriteAllText(received, current);
            Assert.Fail($".env.example is not what the table of settings gives: cp {received} {written}");
        }
    }

    private static ActivityCoreSettings Read(params (string Name, string Value)[] variables) =>
        ActivityCoreSettings.FromEnvironment(variables.ToDictionary(v => v.Name, string? (v) => v.Value, StringComparer.Ordinal));
}
