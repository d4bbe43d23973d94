using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>A value that is neither decoded nor converted yet.</summary>
public interface IEncodedRawValue
{
    /// <summary>The payload as it came from the service.</summary>
    Payload Payload { get; }

    /// <summary>Decodes and converts the value.</summary>
    Task<T> ToValueAsync<T>();

    /// <summary>Decodes and converts the value.</summary>
    Task<object?> ToValueAsync(Type type);
}
