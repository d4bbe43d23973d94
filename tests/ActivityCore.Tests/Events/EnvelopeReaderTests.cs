using System.Text;
using ActivityCore.Events;

namespace ActivityCore.Tests.Events;

public class EnvelopeReaderTests
{
    private const string Id = "8f4e2c1a-6b0d-4e57-9c3a-2d1f0b9a7e65";
    private const string IdCure = "send a UUID such as \"8f4e2c1a-6b0d-4e57-9c3a-2d1f0b9a7e65\", the same each time the event is sent again.";
    private const string TypeCure = "send the event type, such as \"org.statehub.repo.registered\".";
    private const string TimeCure = "send the time of the event in UTC, such as \"2026-05-17T03:49:29Z\".";
    private const string PublisherCure = "send the name of the service, such as \"the-custodian/state-hub\", or leave it out.";

    [Fact]
    public void Read_OnlyRequiredMembers_FillsInTheDefaultsOfTheContract()
    {
        var envelope = Accept(With("""{"id":"ID","type":"ops-service-observed","timestamp":"2026-05-17T03:49:29Z"}"""));

        Assert.Equal(Guid.Parse(Id), envelope.Id);
        Assert.Equal("ops-service-observed", envelope.Type);
        Assert.Equal("1.0", envelope.Version);
        Assert.Equal("intake", envelope.Publisher);
        Assert.Equal("{}", envelope.Attributes.GetRawText());
    }

    [Fact]
    public void Read_UnknownMembers_AreKeptOut()
    {
        var envelope = Accept(With("""{"id":"ID","hops":3,"type":"t","timestamp":"2026-05-17T03:49:29Z","traceparent":"00-1","attributes":{"a":1}}"""));

        Assert.Equal("""{"a":1}""", envelope.Attributes.GetRawText());
        Assert.DoesNotContain("hops", EnvelopeWriter.WriteText(envelope), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-17T05:49:29+02:00", "2026-05-17T03:49:29.0000000+00:00")]
    [InlineData("2026-05-17T03:49:29", "2026-05-17T03:49:29.0000000+00:00")]
    [InlineData("2026-05-17T03:49:29.123456Z", "2026-05-17T03:49:29.1234560+00:00")]
    [InlineData("2026-05-17T03:49:29.123456789Z", "2026-05-17T03:49:29.1234567+00:00")]
    public void Read_Timestamp_IsTakenToUtc(string wire, string expected) =>
        Assert.Equal(expected, Accept(With($$"""{"id":"ID","type":"t","timestamp":"{{wire}}"}""")).Timestamp.ToString("O"));

    [Fact]
    public void Write_OfWhatWasRead_GivesTheWireShape()
    {
        const string Wire = """{"id":"8f4e2c1a-6b0d-4e57-9c3a-2d1f0b9a7e65","type":"org.statehub.repo.registered","version":"1.1","timestamp":"2026-05-17T03:49:29.5Z","publisher":"the-custodian/state-hub","attributes":{"repo_slug":"größe","n":1.50,"deep":[{"x":null}]}}""";

        var written = EnvelopeWriter.WriteText(Accept(Wire));

        Assert.Equal(Wire, written);
        Assert.Equal(written, EnvelopeWriter.WriteText(Accept(written)));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "", "The text is not JSON at line 1, byte 1: send exactly one complete JSON object, with nothing before or after it." },
        { "{} {}", "The text is not JSON at line 1, byte 4: send exactly one complete JSON object, with nothing before or after it." },
        { "{\n\"id\":1,}", "The text is not JSON at line 2, byte 8: send exactly one complete JSON object, with nothing before or after it." },
        { "{/* why */}", "The text is not JSON at line 1, byte 2: send exactly one complete JSON object, with nothing before or after it." },
        { "{\"a\":NaN}", "The text is not JSON at line 1, byte 6: send exactly one complete JSON object, with nothing before or after it." },
        { "[]", "The envelope must be a JSON object with at least the members `id`, `type` and `timestamp`." },
        { "null", "The envelope must be a JSON object with at least the members `id`, `type` and `timestamp`." },
        { "\uFEFF{}", "The text begins with a byte order mark: send the JSON without it." },
        { """{"id":"ID","id":"ID"}""", "The member `id` occurs twice: send it once." },
        { """{"id":"ID","\u0069d":"ID"}""", "The member `id` occurs twice: send it once." },
        { """{"attributes":{"list":[0,{"x":1,"x":2}]}}""", "The member `attributes.list[1].x` occurs twice: send it once." },
        { """{"hops":{"x":1,"x":1}}""", "The member `hops.x` occurs twice: send it once." },
        { """{"attributes":{"text":"\ud83d"}}""", "The text of `attributes.text` holds half of a surrogate pair: send whole Unicode characters." },
        { """{"attributes":{"\udc00":1}}""", "A member's name inside `attributes` is half of a surrogate pair: send whole Unicode characters." },
        { """{"\udc00":1}""", "A member's name of the envelope is half of a surrogate pair: send whole Unicode characters." },
        { """{"attributes":{"text":"a\u0000"}}""", "The text of `attributes.text` holds the character U+0000, which cannot be stored: leave the character out." },
        { """{"attributes":{"n":[1,1e400]}}""", "The number of `attributes.n[1]` is beyond what a double can hold: send a smaller number, or text." },
        { """{"attributes":{"n":-1e999999999}}""", "The number of `attributes.n` is beyond what a double can hold: send a smaller number, or text." },
        { "{\"attributes\":" + new string('[', 32) + new string(']', 32) + "}", "Objects and arrays are nested more than 32 deep: send flatter data." },
        { "{}", "The member `id` is missing: " + IdCure + " The member `type` is missing: " + TypeCure + " The member `timestamp` is missing: " + TimeCure },
        { """{"id":7,"type":7,"version":1.0,"timestamp":7,"publisher":null,"attributes":[]}""",
            "The member `id` is no UUID: " + IdCure + " The member `type` is a number: " + TypeCure + " The member `version` is a number: send text such as \"1.0\", or leave it out."
            + " The member `timestamp` is no ISO 8601 date and time: " + TimeCure + " The member `publisher` is null: " + PublisherCure
            + " The member `attributes` is an array: send a JSON object, or leave it out." },
        { Envelope("id", "\"00000000-0000-0000-0000-000000000000\""), "The member `id` is the nil UUID, which names no event: " + IdCure },
        { Envelope("id", "\"{8f4e2c1a-6b0d-4e57-9c3a-2d1f0b9a7e65}\""), "The member `id` is no UUID: " + IdCure },
        { Envelope("type", "\" \""), "The member `type` is empty: " + TypeCure },
        { Envelope("type", "\"org.*\""), "The member `type` may hold no white space, no `*`, no `>` and no empty part between dots: name it like \"org.statehub.repo.registered\"." },
        { Envelope("type", "\"org..x\""), "The member `type` may hold no white space, no `*`, no `>` and no empty part between dots: name it like \"org.statehub.repo.registered\"." },
        { Envelope("type", $"\"{new string('t', 256)}\""), "The member `type` has 256 characters and may have 255: " + TypeCure },
        { Envelope("publisher", "\"a\\nb\""), "The member `publisher` holds a control character: " + PublisherCure },
        { Envelope("publisher", "\"manual:x\""), "The member `publisher` may not begin with `schedule:` or `manual:`: " + PublisherCure },
        { Envelope("timestamp", "\"yesterday\""), "The member `timestamp` is no ISO 8601 date and time: " + TimeCure },
        { Envelope("timestamp", "\"2026-05-17\""), "The member `timestamp` is no ISO 8601 date and time: " + TimeCure },
        { Envelope("timestamp", "\"2026-02-30T00:00:00Z\""), "The member `timestamp` is no ISO 8601 date and time: " + TimeCure },
        { Envelope("timestamp", "\"0001-01-01T00:00:00+14:00\""), "The member `timestamp` is no ISO 8601 date and time: " + TimeCure },
        { Envelope("attributes", "null"), "The member `attributes` is null: send a JSON object, or leave it out." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Read_NoEnvelope_IsRefusedWithTheWholeReason(string wire, string reason) => Assert.Equal(reason, Refuse(Encoding.UTF8.GetBytes(With(wire))));

    [Fact]
    public void Read_BytesThatAreNotUtf8_AreRefused() =>
        Assert.Equal("The bytes are not UTF-8: encode the JSON text as UTF-8.", Refuse([(byte)'{', 0xC3, 0x28, (byte)'}']));

    [Fact]
    public void Read_DepthAndSizeAtTheLimit_AreAcceptedAndOneMoreIsRefused()
    {
        var attributes = "{\"x\":" + new string('[', 30) + new string(']', 30) + "}";
        Accept(Envelope("attributes", attributes));

        var empty = Encoding.UTF8.GetByteCount(Envelope("attributes", "{\"x\":\"\"}"));
        Accept(Envelope("attributes", $"{{\"x\":\"{new string('y', EnvelopeReader.MaxBytes - empty)}\"}}"));
        Assert.Equal(
            "The envelope has 65537 bytes and may have 65536: send a reference to large data instead of the data.",
            Refuse(Encoding.UTF8.GetBytes(Envelope("attributes", $"{{\"x\":\"{new string('y', EnvelopeReader.MaxBytes - empty + 1)}\"}}"))));
    }

    [Fact]
    public void Read_RandomMutations_NeverThrowsAndWhatItAcceptsSurvivesARoundTrip()
    {
        var seeds = Refusals.Select(row => Encoding.UTF8.GetBytes(With(row.Data.Item1)))
            .Append(Encoding.UTF8.GetBytes(Envelope("attributes", """{"repo_slug":"a","n":[1,2.5e3,true,null],"s":"\ud83d\ude00"}""")))
            .ToArray();
        var random = new Random(20260517);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Mutate(random, seeds);

            var reading = EnvelopeReader.Read(bytes, "intake");

            if (reading is EnvelopeReading.Accepted(var envelope))
            {
                accepted++;
                var again = Assert.IsType<EnvelopeReading.Accepted>(EnvelopeReader.Read(EnvelopeWriter.Write(envelope), "other")).Envelope;
                Assert.Equal(envelope with { Attributes = default }, again with { Attributes = default });
            }
            else
            {
                Assert.NotEmpty(((EnvelopeReading.Refused)reading).Reason);
            }
        }

        Assert.True(accepted > 0, "no mutation was accepted: the corpus is too broken to say anything about round trips");
    }

    private static byte[] Mutate(Random random, byte[][] seeds)
    {
        var bytes = seeds[random.Next(seeds.Length)].ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count + 1);
            if (at == bytes.Count || random.Next(3) == 0)
                bytes.InsertRange(at, seeds[random.Next(seeds.Length)].Skip(random.Next(20)).Take(random.Next(8)));
            else if (random.Next(2) == 0)
                bytes[at] = (byte)"{}[]\":,\\u0eE-+.\0\xFF"[random.Next(17)];
            else
                bytes.RemoveAt(at);
        }

        return [.. bytes];
    }

    private static string With(string wire) => wire.Replace("\"ID\"", $"\"{Id}\"", StringComparison.Ordinal);

    private static string Envelope(string member, string value)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = $"\"{Id}\"", ["type"] = "\"t\"", ["timestamp"] = "\"2026-05-17T03:49:29Z\"" };
        members[member] = value;
        return "{" + string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}")) + "}";
    }

    private static EventEnvelope Accept(string wire)
    {
        var reading = EnvelopeReader.Read(Encoding.UTF8.GetBytes(wire), "intake");
        return reading is EnvelopeReading.Accepted(var envelope) ? envelope : throw new Xunit.Sdk.XunitException(((EnvelopeReading.Refused)reading).Reason);
    }

    private static string Refuse(byte[] wire) => Assert.IsType<EnvelopeReading.Refused>(EnvelopeReader.Read(wire, "intake")).Reason;
}
