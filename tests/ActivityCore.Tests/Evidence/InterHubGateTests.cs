using ActivityCore.Evidence;
using ActivityCore.Settings;

namespace ActivityCore.Tests.Evidence;

public sealed class InterHubGateTests
{
    private const string Mapping = """{"ops-service-observed":"00000000-0000-4000-8000-000000000001"}""";

    [Theory]
    [InlineData(null, null, null, null, false, EvidenceStatus.MissingInterHubConfig, "Missing: INTER_HUB_URL, OPS_HUB_KEY, one of OPS_HUB_WIDGET_MAPPING, widget_mapping and capability_mapping.")]
    [InlineData("", "", "", "live", false, EvidenceStatus.MissingInterHubConfig, "Missing: INTER_HUB_URL, OPS_HUB_KEY, one of OPS_HUB_WIDGET_MAPPING, widget_mapping and capability_mapping.")]
    [InlineData(null, "key", Mapping, "live", false, EvidenceStatus.MissingInterHubConfig, "Missing: INTER_HUB_URL.")]
    [InlineData("https://hub.example", null, Mapping, "live", false, EvidenceStatus.MissingInterHubConfig, "Missing: OPS_HUB_KEY.")]
    [InlineData("https://hub.example", "key", null, "live", false, EvidenceStatus.MissingInterHubConfig, "Missing: one of OPS_HUB_WIDGET_MAPPING, widget_mapping and capability_mapping.")]
    [InlineData("https://hub.example", "key", null, null, true, EvidenceStatus.InterHubSinkDeferred, "INTER_HUB_SUBMISSION is deferred: set it to live once the gates of docs/evidence.md are open.")]
    [InlineData("https://hub.example", "key", Mapping, null, false, EvidenceStatus.InterHubSinkDeferred, "INTER_HUB_SUBMISSION is deferred: set it to live once the gates of docs/evidence.md are open.")]
    [InlineData("https://hub.example", "key", Mapping, "deferred", true, EvidenceStatus.InterHubSinkDeferred, "INTER_HUB_SUBMISSION is deferred: set it to live once the gates of docs/evidence.md are open.")]
    [InlineData("https://hub.example", "key", Mapping, "live", false, null, "Open.")]
    [InlineData("https://hub.example", "key", null, "live", true, null, "Open.")]
    public void Of_Settings_SayWhichGateIsClosed(string? url, string? key, string? mapping, string? submission, bool entryHasMapping, string? status, string reason)
    {
        var settings = ActivityCoreSettings.FromEnvironment(new Dictionary<string, string?>
        {
            ["INTER_HUB_URL"] = url,
            ["OPS_HUB_KEY"] = key,
            ["OPS_HUB_WIDGET_MAPPING"] = mapping,
            ["INTER_HUB_SUBMISSION"] = submission,
        });

        Assert.Equal(new InterHubGate(status, reason), InterHubGate.Of(settings.Evidence, entryHasMapping));
    }

    [Theory]
    [InlineData("OPS_HUB_WIDGET_MAPPING", "ops-service-observed", "OPS_HUB_WIDGET_MAPPING: this is no JSON; write {\"ops-service-observed\": \"WIDGET-UUID\"}.")]
    [InlineData("OPS_HUB_WIDGET_MAPPING", """["a"]""", "OPS_HUB_WIDGET_MAPPING: this is no JSON object of texts; write {\"ops-service-observed\": \"WIDGET-UUID\", \"ops-service-observed/ledger-api\": \"WIDGET-UUID\"}.")]
    [InlineData("OPS_HUB_WIDGET_MAPPING", """{"ops-service-observed":"card"}""", "OPS_HUB_WIDGET_MAPPING: `ops-service-observed` is `card` and must be a widget's UUID, as GET /api/v2/widgets gives it.")]
    [InlineData("OPS_HUB_WIDGET_MAPPING", """{"a b":"card"}""", "OPS_HUB_WIDGET_MAPPING: `a b` must be EVENT-TYPE or EVENT-TYPE/ENTITY, such as ops-service-observed/ledger-api.")]
    [InlineData("INTER_HUB_SUBMISSION", "yes", "INTER_HUB_SUBMISSION: \"yes\" is not known; write deferred or live.")]
    [InlineData("OPS_HUB_KEY", "two words", "OPS_HUB_KEY: the value has a space or a character outside ASCII in it, which no header may.")]
    public void FromEnvironment_WrongValue_NamesVariableAndCure(string name, string value, string expected)
    {
        var error = Assert.Throws<SettingsException>(() => ActivityCoreSettings.FromEnvironment(new Dictionary<string, string?> { [name] = value }));

        Assert.Equal([expected], error.Errors);
    }
}
