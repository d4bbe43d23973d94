using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Managed.Tests.Client;

/// <summary>Hides payloads from whoever reads them, a little.</summary>
internal sealed class XorCodec : IPayloadCodec
{
    public const string Encoding = "binary/xor";

    public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) =>
        Task.FromResult<IReadOnlyCollection<Payload>>([.. payloads.Select(payload => new Payload
        {
            Metadata = { ["encoding"] = ByteString.CopyFromUtf8(Encoding) },
            Data = Flip(payload.ToByteString()),
        })]);

    public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
        Task.FromResult<IReadOnlyCollection<Payload>>([.. payloads.Select(payload =>
            payload.Metadata["encoding"].ToStringUtf8() is Encoding ? Payload.Parser.ParseFrom(Flip(payload.Data)) : payload)]);

    private static ByteString Flip(ByteString bytes) => ByteString.CopyFrom([.. bytes.Select(b => (byte)(b ^ 0x5a))]);
}
