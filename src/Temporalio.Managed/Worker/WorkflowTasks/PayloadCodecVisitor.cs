using Google.Protobuf.Collections;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Converters;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Encodes or decodes the payloads of messages in place.</summary>
internal sealed class PayloadCodecVisitor(IPayloadCodec codec, bool encode)
{
    public async Task<Payload?> VisitAsync(Payload? payload)
    {
        if (payload is null)
        {
            return null;
        }
        return await (encode ? codec.EncodeSingleAsync(payload) : codec.DecodeSingleAsync(payload)).ConfigureAwait(false);
    }

    public async Task VisitAsync(Payloads? payloads)
    {
        if (payloads is not { Payloads_.Count: > 0 })
        {
            return;
        }
        Payload[] visited = [.. await (encode ? codec.EncodeAsync(payloads.Payloads_) : codec.DecodeAsync(payloads.Payloads_)).ConfigureAwait(false)];
        payloads.Payloads_.Clear();
        payloads.Payloads_.AddRange(visited);
    }

    public async Task VisitAsync(MapField<string, Payload>? fields)
    {
        foreach (var name in fields?.Keys.ToArray() ?? [])
        {
            fields![name] = (await VisitAsync(fields[name]).ConfigureAwait(false))!;
        }
    }

    public Task VisitAsync(Failure? failure) =>
        failure is null ? Task.CompletedTask : encode ? codec.EncodeFailureAsync(failure) : codec.DecodeFailureAsync(failure);

    public async Task VisitAsync(UserMetadata? metadata)
    {
        if (metadata is not null)
        {
            metadata.Summary = await VisitAsync(metadata.Summary).ConfigureAwait(false);
            metadata.Details = await VisitAsync(metadata.Details).ConfigureAwait(false);
        }
    }
}
