namespace Temporalio.Converters;

/// <summary>How values and exceptions become bytes: converters, and a codec behind them if wanted.</summary>
public record DataConverter(
    IPayloadConverter PayloadConverter,
    IFailureConverter FailureConverter,
    IPayloadCodec? PayloadCodec = null)
{
    /// <summary>JSON, readable failures, no codec.</summary>
    public static DataConverter Default { get; } = new(new DefaultPayloadConverter(), new DefaultFailureConverter());
}
