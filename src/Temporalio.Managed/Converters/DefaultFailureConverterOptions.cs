namespace Temporalio.Converters;

/// <summary>Options of <see cref="DefaultFailureConverter" />.</summary>
public class DefaultFailureConverterOptions : ICloneable
{
    /// <summary>
    /// True to move messages and stack traces into a payload, so that a codec can hide them from the service. Default false.
    /// </summary>
    public bool EncodeCommonAttributes { get; set; }

    /// <summary>A copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
