using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Temporalio.Worker.Definitions;

/// <summary>
/// What runs for a handler: a method of an instance, or a delegate. Parameters are looked up and the invoker is compiled
/// once, so that an activation needs no reflection.
/// </summary>
internal sealed class HandlerTarget
{
    private readonly MethodInvoker? _invoker;
    private readonly Delegate? _delegate;

    private HandlerTarget(MethodInfo method, MethodInvoker? invoker, Delegate? del)
    {
        Parameters = method.GetParameters();
        _invoker = invoker;
        _delegate = del;
    }

    public ParameterInfo[] Parameters { get; }

    public static HandlerTarget ForMethod(MethodInfo method) => new(method, MethodInvoker.Create(method), null);

    /// <summary>A static method with a bound first argument is left to the delegate itself.</summary>
    public static HandlerTarget ForDelegate(Delegate del) =>
        new(del.Method, del.Method.IsStatic && del.Target is not null ? null : MethodInvoker.Create(del.Method), del);

    /// <summary>Exceptions of the handler come out as they are. A delegate brings its own instance.</summary>
    public object? Invoke(object? instance, object?[] args)
    {
        if (_invoker is not null)
        {
            return _invoker.Invoke(_delegate is null ? instance : _delegate.Target, args.AsSpan());
        }
        try
        {
            return _delegate!.DynamicInvoke(args);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
