using System.Reflection;
using Temporalio.Activities;

namespace Temporalio.Worker.Definitions;

internal static class ActivityMethods
{
    /// <exception cref="ArgumentException">The type has no activity.</exception>
    public static IReadOnlyList<MethodInfo> Of(Type type)
    {
        var methods = Array.FindAll(
            type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance),
            m => m.IsDefined(typeof(ActivityAttribute), inherit: true));
        return methods.Length > 0 ? methods : throw new ArgumentException($"No activities found on {type}", nameof(type));
    }

    /// <summary>The compiler calls a local function "Outer&gt;g__Name|1" and a lambda something else with angle brackets.</summary>
    public static string DefaultName(MethodInfo method)
    {
        var name = method.Name;
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local > 0 && name.IndexOf('|', local) is var end and > 0)
        {
            name = name[(local + 4)..end];
        }
        if (name.Contains('<', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{method} appears to be a lambda which must have a name given on the attribute", nameof(method));
        }
        return typeof(Task).IsAssignableFrom(method.ReturnType) ? HandlerNames.WithoutAsync(name) : name;
    }
}
