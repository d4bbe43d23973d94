using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Converters;

/// <summary>Applies a codec to single payloads and to whole failures.</summary>
public static class PayloadCodecExtensions
{
    /// <summary>Encodes where there is room for exactly one payload.</summary>
    /// <exception cref="InvalidOperationException">The codec did not return exactly one.</exception>
    public static async Task<Payload> EncodeSingleAsync(this IPayloadCodec codec, Payload payload) =>
        (await codec.EncodeAsync([payload]).ConfigureAwait(false)).Single();

    /// <summary>Decodes where there is room for exactly one payload.</summary>
    /// <exception cref="InvalidOperationException">The codec did not return exactly one.</exception>
    public static async Task<Payload> DecodeSingleAsync(this IPayloadCodec codec, Payload payload) =>
        (await codec.DecodeAsync([payload]).ConfigureAwait(false)).Single();

    /// <summary>Encodes every payload of a failure and of its causes, in place.</summary>
    public static Task EncodeFailureAsync(this IPayloadCodec codec, Failure failure) => ApplyAsync(failure, codec.EncodeAsync);

    /// <summary>Decodes every payload of a failure and of its causes, in place.</summary>
    public static Task DecodeFailureAsync(this IPayloadCodec codec, Failure failure) => ApplyAsync(failure, codec.DecodeAsync);

    private static async Task ApplyAsync(Failure failure, Func<IReadOnlyCollection<Payload>, Task<IReadOnlyCollection<Payload>>> apply)
    {
        for (var current = failure; current is not null; current = current.Cause)
        {
            if (current.EncodedAttributes is { } attributes)
                current.EncodedAttributes = (await apply([attributes]).ConfigureAwait(false)).Single();
            if (PayloadsOf(current) is not { Payloads_.Count: > 0 } payloads)
                continue;
            var applied = (await apply(payloads.Payloads_).ConfigureAwait(false)).ToList();
            payloads.Payloads_.Clear();
            payloads.Payloads_.AddRange(applied);
        }
    }

    private static Payloads? PayloadsOf(Failure failure) => failure.FailureInfoCase switch
    {
        Failure.FailureInfoOneofCase.ApplicationFailureInfo => failure.ApplicationFailureInfo.Details,
        Failure.FailureInfoOneofCase.TimeoutFailureInfo => failure.TimeoutFailureInfo.LastHeartbeatDetails,
        Failure.FailureInfoOneofCase.CanceledFailureInfo => failure.CanceledFailureInfo.Details,
        Failure.FailureInfoOneofCase.ResetWorkflowFailureInfo => failure.ResetWorkflowFailureInfo.LastHeartbeatDetails,
        _ => null,
    };
}
