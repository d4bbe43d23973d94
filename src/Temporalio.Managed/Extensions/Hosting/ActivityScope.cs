using Microsoft.Extensions.DependencyInjection;

namespace Temporalio.Extensions.Hosting;

/// <summary>The services of the running activity. Each value follows the activity's asynchronous flow.</summary>
public static class ActivityScope
{
    private static readonly AsyncLocal<IServiceScope?> ScopeLocal = new();
    private static readonly AsyncLocal<object?> InstanceLocal = new();

    /// <summary>
    /// The scope. An interceptor may set one of its own before the activity runs; it is then used, and not disposed.
    /// </summary>
    public static IServiceScope? ServiceScope
    {
        get => ScopeLocal.Value;
        set => ScopeLocal.Value = value;
    }

    /// <summary>The instance whose method is the activity. An interceptor may set one of its own before the activity runs.</summary>
    public static object? ScopedInstance
    {
        get => InstanceLocal.Value;
        set => InstanceLocal.Value = value;
    }
}
