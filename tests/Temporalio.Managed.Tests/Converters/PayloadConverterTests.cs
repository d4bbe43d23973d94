using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Managed.Tests.Converters;

public class PayloadConverterTests
{
    private static readonly IPayloadConverter Sut = DataConverter.Default.PayloadConverter;

    public static TheoryData<object?, string, string> Encodings => new()
    {
        { null, "binary/null", "" },
        { new byte[] { 104, 105 }, "binary/plain", "hi" },
        { "text", "json/plain", "\"text\"" },
        { 12.5, "json/plain", "12.5" },
        { new[] { 1, 2 }, "json/plain", "[1,2]" },
        { new Pair("a", 1), "json/plain", """{"Name":"a","Count":1}""" },
        { new WorkflowType { Name = "wf" }, "json/protobuf", """{ "name": "wf" }""" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void ToPayload_Value_HasItsEncoding(object? value, string encoding, string data)
    {
        var payload = Sut.ToPayload(value);

        Assert.Equal(encoding, payload.Metadata["encoding"].ToStringUtf8());
        Assert.Equal(data, payload.Data.ToStringUtf8());
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void ToValue_OwnPayload_IsTheValue(object? value, string encoding, string data)
    {
        var read = Sut.ToValue(Sut.ToPayload(value), value?.GetType() ?? typeof(string));

        Assert.Equal(value, read);
        Assert.NotNull(encoding + data);
    }

    [Fact]
    public void ToPayload_Protobuf_NamesItsMessage() =>
        Assert.Equal("temporal.api.common.v1.WorkflowType", Sut.ToPayload(new WorkflowType()).Metadata["messageType"].ToStringUtf8());

    [Fact]
    public void ToValue_BinaryProtobuf_IsRead()
    {
        var payload = new Payload
        {
            Metadata = { ["encoding"] = ByteString.CopyFromUtf8("binary/protobuf"), ["messageType"] = ByteString.CopyFromUtf8("temporal.api.common.v1.WorkflowType") },
            Data = new WorkflowType { Name = "wf" }.ToByteString(),
        };

        Assert.Equal("wf", Sut.ToValue<WorkflowType>(payload).Name);
        Assert.Throws<ArgumentException>(() => Sut.ToValue<ActivityType>(payload));
        Assert.Throws<ArgumentException>(() => Sut.ToValue<string>(payload));
    }

    [Fact]
    public void ToValue_NullForAValueType_IsRefused()
    {
        var payload = Sut.ToPayload(null);

        Assert.Null(Sut.ToValue<int?>(payload));
        Assert.Null(Sut.ToValue<string?>(payload));
        Assert.Throws<ArgumentException>(() => Sut.ToValue<int>(payload));
    }

    [Fact]
    public void ToValue_UnknownOrMissingEncoding_SaysSo()
    {
        var unknown = new Payload { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("odd/thing") } };

        Assert.StartsWith("Unknown payload encoding odd/thing", Assert.Throws<ArgumentException>(() => Sut.ToValue<string>(unknown)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The payload names no encoding.", Assert.Throws<ArgumentException>(() => Sut.ToValue<string>(new Payload())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RawValue_BothWays_IsLeftAsItIs()
    {
        var payload = Sut.ToPayload("x");

        Assert.Same(payload, Sut.ToPayload(new RawValue(payload)));
        Assert.Same(payload, Sut.ToValue<IRawValue>(payload).Payload);
        Assert.Equal("x", Sut.ToValue<string>(Sut.ToRawValue("x")));
    }

    [Fact]
    public void Subclass_OwnJsonOptions_UsesThem() =>
        Assert.Equal("""{"name":"a","count":1}""", new CamelCase().ToPayload(new Pair("a", 1)).Data.ToStringUtf8());

    [Fact]
    public async Task Codec_ThatChangesTheNumber_IsAllowedForLists()
    {
        var converter = DataConverter.Default with { PayloadCodec = new Bundle() };

        var payloads = await converter.ToPayloadsAsync(["a", "b"]);

        Assert.Single(payloads);
        await Assert.ThrowsAsync<ArgumentException>(() => converter.ToSingleValueAsync<string>(payloads));
    }

    private sealed record Pair(string Name, int Count);

    private sealed class CamelCase() : DefaultPayloadConverter(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });

    private sealed class Bundle : IPayloadCodec
    {
        public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) =>
            Task.FromResult<IReadOnlyCollection<Payload>>([new Payload { Data = new Payloads { Payloads_ = { payloads } }.ToByteString() }]);

        public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
            Task.FromResult<IReadOnlyCollection<Payload>>([.. payloads.SelectMany(payload => Payloads.Parser.ParseFrom(payload.Data).Payloads_)]);
    }
}
