using System.Reflection;
using Temporalio.Converters;

namespace Temporalio.Worker.Definitions;

internal static class HandlerNames
{
    private const string Suffix = "Async";

    /// <summary>A method called only "Async" keeps its name.</summary>
    public static string WithoutAsync(string name) =>
        name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;

    public static bool TakesNameAndRawValues(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return parameters.Length == 2 && parameters[0].ParameterType == typeof(string) &&
            parameters[1].ParameterType == typeof(IRawValue[]);
    }

    public static bool TakesRawValues(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return parameters.Length == 1 && parameters[0].ParameterType == typeof(IRawValue[]);
    }
}
