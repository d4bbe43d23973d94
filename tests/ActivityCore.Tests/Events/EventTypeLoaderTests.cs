using System.Text;
using System.Text.Json;
using ActivityCore.Events;

namespace ActivityCore.Tests.Events;

public class EventTypeLoaderTests
{
    private const string Sound = """
        name: org.statehub.repo.registered
        description: d
        publisher: the-custodian/state-hub
        versions: ["1.0", "1.1"]
        attributes:
          type: object
          properties:
            repo_slug: { type: string }
            domain: { type: string }
        assumed: [attributes.domain]
        examples:
          - { repo_slug: a, domain: b }

        """;

    [Fact]
    public void Load_SoundFile_IsReadWhole()
    {
        var reading = Load(Sound);

        Assert.Empty(reading.Problems);
        var type = Assert.Single(reading.Registry.Types);
        Assert.Equal(("org.statehub.repo.registered", "d", "the-custodian/state-hub", "0.yaml"), (type.Name, type.Description, type.Publisher, type.File));
        Assert.Equal(["1.0", "1.1"], type.Versions);
        Assert.Equal(["repo_slug", "domain"], type.AttributeNames);
        Assert.Equal(["attributes.domain"], type.Assumed);
        Assert.Equal("""{"repo_slug":"a","domain":"b"}""", Assert.Single(type.Examples).GetRawText());
    }

    [Theory]
    [InlineData("description: d", "descripton: d", "0.yaml:1:1: error: An event type needs the key `description`: what has happened when such an event comes.", "0.yaml:2:1: error: Unknown key `descripton` in an event type; did you mean `description`?")]
    [InlineData("\"1.1\"", "1.1", "0.yaml:4:19: error: `versions` must be text, and `1.1` is a number: put it into quotes.")]
    [InlineData("name: org.statehub.repo.registered", "name: org.statehub.*", "0.yaml:1:7: error: `name` is `org.statehub.*` and must be one type, without wildcards.")]
    [InlineData("type: object", "tpye: object", "0.yaml:6:3: error: `schema.tpye` is a keyword that is not taken here: leave it out.")]
    [InlineData("repo_slug: a,", "repo_slug: 1,", "0.yaml:12:5: error: The example does not fit the schema: `example.repo_slug` must be string.")]
    [InlineData("  - { repo_slug: a, domain: b }", "  []", "0.yaml:12:3: error: `examples` is empty: attributes as they may come, at least one.")]
    [InlineData("[attributes.domain]", "[attributes.domian]", "0.yaml:10:11: error: `assumed` names `attributes.domian`, which is no part of this file: write publisher, versions, or attributes.NAME with a property of the schema.")]
    public void Load_FileWithAFlaw_SaysAllOfIt(string sound, string flawed, params string[] said)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);

        var reading = Load(Sound.Replace(sound, flawed, StringComparison.Ordinal));

        Assert.Equal(said, reading.Problems.Select(p => p.ToString()));
        Assert.Empty(reading.Registry.Types);
    }

    [Fact]
    public void Load_TwoFilesOfOneType_RefusesTheSecond()
    {
        var reading = Load(Sound, Sound);

        Assert.Equal(["1.yaml:1:1: error: The type `org.statehub.repo.registered` is already in 0.yaml: keep one of the two files."], reading.Problems.Select(p => p.ToString()));
        Assert.True(reading.HasErrors);
        Assert.Single(reading.Registry.Types);
    }

    [Theory]
    [InlineData("org.statehub.repo.registered", "1.1", "the-custodian/state-hub", """{"repo_slug":"a","domain":1,"more":2}""")]
    [InlineData("org.statehub.repo.registered", "2.0", "someone", """{"repo_slug":1}""", "The version is not 1.0 or 1.1.", "The publisher is not the-custodian/state-hub.", "`attributes.repo_slug` must be string.")]
    [InlineData("org.statehub.repo.registerd", "1.0", "someone", "{}", "No file in event-types/ describes the type; did you mean `org.statehub.repo.registered`?")]
    [InlineData("other", "1.0", "someone", "{}", "No file in event-types/ describes the type.")]
    public void Check_Event_FitsOrIsFlagged(string type, string version, string publisher, string attributes, params string[] flags)
    {
        var check = Load(Sound).Registry.Check(new EventEnvelope
        {
            Id = Guid.NewGuid(),
            Type = type,
            Version = version,
            Timestamp = DateTimeOffset.UnixEpoch,
            Publisher = publisher,
            Attributes = JsonElement.Parse(attributes),
        });

        Assert.Equal(flags, check.Flags);
        Assert.Equal(flags.Length == 0, check.Fits);
    }

    [Fact]
    public void Check_AssumedPublisherAndVersions_AreNotFlagged()
    {
        var registry = Load(Sound.Replace("[attributes.domain]", "[publisher, versions]", StringComparison.Ordinal)).Registry;

        Assert.Empty(registry.Check(new EventEnvelope
        {
            Id = Guid.NewGuid(),
            Type = "org.statehub.repo.registered",
            Version = "9",
            Timestamp = DateTimeOffset.UnixEpoch,
            Publisher = "someone",
            Attributes = JsonElement.Parse("{}"),
        }).Flags);
    }

    private static EventTypeReading Load(params string[] texts) =>
        EventTypeLoader.Load(texts.Index().Select(t => KeyValuePair.Create($"{t.Index}.yaml", Encoding.UTF8.GetBytes(t.Item))));
}
