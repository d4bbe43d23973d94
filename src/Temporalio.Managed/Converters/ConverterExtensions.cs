using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporalio.Converters;

/// <summary>Conversions in one step: convert and encode, decode and convert.</summary>
public static class ConverterExtensions
{
    /// <summary>Converts and encodes values.</summary>
    public static async Task<IReadOnlyCollection<Payload>> ToPayloadsAsync(
        this DataConverter converter, IReadOnlyCollection<object?> values)
    {
        var payloads = converter.PayloadConverter.ToPayloads(values);
        return converter.PayloadCodec is { } codec && payloads.Count > 0
            ? [.. await codec.EncodeAsync(payloads).ConfigureAwait(false)]
            : payloads;
    }

    /// <summary>Converts and encodes a value.</summary>
    public static async Task<Payload> ToPayloadAsync(this DataConverter converter, object? value)
    {
        var payload = converter.PayloadConverter.ToPayload(value);
        return converter.PayloadCodec is { } codec ? await codec.EncodeSingleAsync(payload).ConfigureAwait(false) : payload;
    }

    /// <summary>Decodes and converts a payload.</summary>
    public static Task<T> ToValueAsync<T>(this DataConverter converter, Payload payload) =>
        converter.ToSingleValueAsync<T>([payload]);

    /// <summary>Decodes and converts a payload.</summary>
    public static Task<object?> ToValueAsync(this DataConverter converter, Payload payload, Type type) =>
        converter.ToSingleValueAsync([payload], type);

    /// <summary>Decodes and converts payloads that together are one value.</summary>
    /// <exception cref="ArgumentException">They are not exactly one value.</exception>
    public static async Task<T> ToSingleValueAsync<T>(this DataConverter converter, IReadOnlyCollection<Payload> payloads) =>
        (T)(await converter.ToSingleValueAsync(payloads, typeof(T)).ConfigureAwait(false))!;

    /// <summary>Decodes and converts payloads that together are one value.</summary>
    /// <exception cref="ArgumentException">They are not exactly one value.</exception>
    public static async Task<object?> ToSingleValueAsync(
        this DataConverter converter, IReadOnlyCollection<Payload> payloads, Type type)
    {
        if (converter.PayloadCodec is { } codec)
            payloads = [.. await codec.DecodeAsync(payloads).ConfigureAwait(false)];
        return payloads.Count == 1
            ? converter.PayloadConverter.ToValue(payloads.Single(), type)
            : throw new ArgumentException($"Expected 1 payload, found {payloads.Count}", nameof(payloads));
    }

    /// <summary>Decodes and converts a failure, which may be changed on the way.</summary>
    public static async Task<Exception> ToExceptionAsync(this DataConverter converter, Failure failure)
    {
        if (converter.PayloadCodec is { } codec)
            await codec.DecodeFailureAsync(failure).ConfigureAwait(false);
        return converter.FailureConverter.ToException(failure, converter.PayloadConverter);
    }

    /// <summary>Converts and encodes an exception.</summary>
    public static async Task<Failure> ToFailureAsync(this DataConverter converter, Exception exc)
    {
        var failure = converter.FailureConverter.ToFailure(exc, converter.PayloadConverter);
        if (converter.PayloadCodec is { } codec)
            await codec.EncodeFailureAsync(failure).ConfigureAwait(false);
        return failure;
    }

    /// <summary>Converts values without encoding them, which is what workflow code wants.</summary>
    public static IReadOnlyCollection<Payload> ToPayloads(this IPayloadConverter converter, IReadOnlyCollection<object?> values) =>
        [.. values.Select(converter.ToPayload)];

    /// <summary>Converts a payload that is already decoded.</summary>
    public static T ToValue<T>(this IPayloadConverter converter, Payload payload) => (T)converter.ToValue(payload, typeof(T))!;

    /// <summary>Converts a raw value.</summary>
    public static T ToValue<T>(this IPayloadConverter converter, IRawValue rawValue) => converter.ToValue<T>(rawValue.Payload);

    /// <summary>Converts a value to a raw value.</summary>
    public static RawValue ToRawValue(this IPayloadConverter converter, object? value) => new(converter.ToPayload(value));

    /// <summary>The metadata with these texts, or null when there is none.</summary>
    internal static async Task<UserMetadata?> ToUserMetadataAsync(this DataConverter converter, string? summary, string? details)
    {
        if (summary is null && details is null)
            return null;
        return new UserMetadata
        {
            Summary = summary is null ? null : await converter.ToPayloadAsync(summary).ConfigureAwait(false),
            Details = details is null ? null : await converter.ToPayloadAsync(details).ConfigureAwait(false),
        };
    }

    /// <summary>The texts of the metadata.</summary>
    internal static async Task<(string? Summary, string? Details)> FromUserMetadataAsync(
        this DataConverter converter, UserMetadata? metadata) => (
        metadata?.Summary is { } summary ? await converter.ToValueAsync<string>(summary).ConfigureAwait(false) : null,
        metadata?.Details is { } details ? await converter.ToValueAsync<string>(details).ConfigureAwait(false) : null);
}
