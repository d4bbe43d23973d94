using System.Reflection;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Worker.Instance;

/// <summary>Turns payloads into the arguments of a method.</summary>
internal static class ArgumentDecoder
{
    /// <exception cref="InvalidOperationException">Too few, or one cannot be converted. What is too many is dropped.</exception>
    public static object?[] Decode(IPayloadConverter converter, ParameterInfo[] parameters, IReadOnlyList<Payload> payloads, string what)
    {
        if (payloads.Count < parameters.Length && !parameters[payloads.Count].HasDefaultValue)
        {
            throw new InvalidOperationException(
                $"{what} given {payloads.Count} parameter(s), but more than that are required by the signature");
        }
        var args = new object?[parameters.Length];
        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                args[i] = i < payloads.Count
                    ? converter.ToValue(payloads[i], parameters[i].ParameterType)
                    : parameters[i].DefaultValue;
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{what} had failure decoding parameters", e);
        }
        return args;
    }

    public static IRawValue[] Raw(IReadOnlyList<Payload> payloads)
    {
        var values = new IRawValue[payloads.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new RawValue(payloads[i]);
        }
        return values;
    }
}
