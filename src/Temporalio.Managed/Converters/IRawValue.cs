using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>
/// A value that is decoded but not converted. Usable as a parameter or result type wherever values are converted.
/// </summary>
public interface IRawValue
{
    /// <summary>The payload.</summary>
    Payload Payload { get; }
}
