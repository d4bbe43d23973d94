using System.Reflection;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Worker.Definitions;

/// <summary>Reads the attributes of a workflow type. Every fault is collected before one exception reports them.</summary>
internal sealed class WorkflowDefinitionBuilder(Type type)
{
    // Members that are not public are looked at too, to report attributes on them.
    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<string> _errors = [];
    private readonly Dictionary<string, WorkflowSignalDefinition> _signals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkflowQueryDefinition> _queries = new(StringComparer.Ordinal);
    private WorkflowSignalDefinition? _dynamicSignal;
    private WorkflowQueryDefinition? _dynamicQuery;
    private ConstructorInfo? _init;
    private MethodInfo? _run;

    public WorkflowDefinition Build(string? nameOverride, Func<object?[], object>? creatorOverride)
    {
        var attribute = type.GetCustomAttribute<WorkflowAttribute>(inherit: false) ??
            throw new ArgumentException($"{type} missing Workflow attribute", nameof(nameOverride));
        if (attribute is { Dynamic: true, Name: not null })
        {
            _errors.Add($"{type} cannot be dynamic with custom name");
        }
        if (type.ContainsGenericParameters || type.GenericTypeArguments.Length > 0)
        {
            _errors.Add($"{type} has generic type arguments");
        }
        ReadConstructors();
        foreach (var method in type.GetMethods(Any))
        {
            ReadRun(method);
            ReadSignal(method);
            ReadQuery(method);
        }
        foreach (var property in type.GetProperties(Any).Where(p => p.IsDefined(typeof(WorkflowQueryAttribute), false)))
        {
            Try(() => AddQuery(WorkflowQueryDefinition.FromProperty(property)));
        }
        if (_run is null)
        {
            _errors.Add($"{type} does not have a valid WorkflowRun method");
        }
        else
        {
            CheckRun(_run, attribute.Dynamic);
        }
        if (_init is not null && creatorOverride is not null)
        {
            _errors.Add("Cannot set creator for workflow with WorkflowInit constructor");
        }
        if (_errors.Count > 0)
        {
            throw new AggregateException(_errors.Select(e => Fault(e, type)));
        }
        return new(
            attribute.Dynamic && nameOverride is null ? null : nameOverride ?? attribute.Name ?? DefaultName(),
            type,
            _run!,
            new(_signals, _dynamicSignal, _queries, _dynamicQuery),
            _init is not null,
            creatorOverride ?? Creator(),
            attribute.FailureExceptionTypes);
    }

    private static ArgumentException Fault(string message, Type type) => new(message, nameof(type));

    private string DefaultName()
    {
        var name = type.Name;
        return type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name[1..] : name;
    }

    private Func<object?[], object>? Creator()
    {
        if (type.IsInterface || type.IsAbstract)
        {
            return null;
        }
        if (_init is not null)
        {
            var invoker = ConstructorInvoker.Create(_init);
            return args => invoker.Invoke(args.AsSpan());
        }
        var constructors = type.GetConstructors(Any & ~BindingFlags.Static);
        if (constructors.Length == 0)
        {
            return _ => Activator.CreateInstance(type)!;
        }
        if (Array.Find(constructors, c => c.GetParameters().Length == 0) is { } constructor)
        {
            var invoker = ConstructorInvoker.Create(constructor);
            return _ => invoker.Invoke();
        }
        return null;
    }

    private void ReadConstructors()
    {
        foreach (var constructor in type.GetConstructors(Any).Where(c => c.IsDefined(typeof(WorkflowInitAttribute), false)))
        {
            if (_init is not null)
            {
                _errors.Add($"WorkflowInit on multiple: {constructor} and {_init}");
            }
            else if (!constructor.IsPublic)
            {
                _errors.Add($"WorkflowInit on non-public {constructor}");
            }
            else
            {
                _init = constructor;
            }
        }
    }

    private void ReadRun(MethodInfo method)
    {
        if (!method.IsDefined(typeof(WorkflowRunAttribute), inherit: false))
        {
            return;
        }
        var error = 0 switch
        {
            _ when method.DeclaringType != type =>
                $"WorkflowRun on {method} must be declared on {type}, not inherited from {method.DeclaringType}",
            _ when _run is not null => $"WorkflowRun on multiple: {method} and {_run}",
            _ when !method.IsPublic => $"WorkflowRun on non-public {method}",
            _ when method.IsStatic => $"WorkflowRun on static {method}",
            _ when method.ContainsGenericParameters => $"{method} with WorkflowRun contains generic parameters",
            _ when !typeof(Task).IsAssignableFrom(method.ReturnType) =>
                $"WorkflowRun method {method} must return an instance of Task",
            _ => null,
        };
        if (error is not null)
        {
            _errors.Add(error);
            return;
        }
        _run = method;
    }

    private void CheckRun(MethodInfo run, bool dynamic)
    {
        var parameters = run.GetParameters().Select(p => p.ParameterType);
        if (_init is not null && !parameters.SequenceEqual(_init.GetParameters().Select(p => p.ParameterType)))
        {
            _errors.Add($"WorkflowRun on {run} must match parameter types of WorkflowInit on {_init}");
        }
        if (dynamic && !HandlerNames.TakesRawValues(run))
        {
            _errors.Add($"WorkflowRun on {run} for dynamic workflow must accept an array of {nameof(IRawValue)}");
        }
    }

    private void ReadSignal(MethodInfo method)
    {
        if (!method.IsDefined(typeof(WorkflowSignalAttribute), inherit: false))
        {
            ReportBase<WorkflowSignalAttribute>(method, "WorkflowSignal");
            return;
        }
        Try(() => AddSignal(WorkflowSignalDefinition.FromMethod(method), method));
    }

    private void AddSignal(WorkflowSignalDefinition definition, MethodInfo method)
    {
        if (method.ContainsGenericParameters)
        {
            _errors.Add($"{method} with WorkflowSignal contains generic parameters");
        }
        else if (definition.Name is not { } name)
        {
            if (_dynamicSignal is not null)
            {
                _errors.Add($"{type} has more than one dynamic signal");
            }
            _dynamicSignal = definition;
        }
        else if (!_signals.TryAdd(name, definition))
        {
            _errors.Add($"{type} has more than one signal named {name}");
        }
    }

    private void ReadQuery(MethodInfo method)
    {
        if (!method.IsDefined(typeof(WorkflowQueryAttribute), inherit: false))
        {
            ReportBase<WorkflowQueryAttribute>(method, "WorkflowQuery");
            return;
        }
        if (method.ContainsGenericParameters)
        {
            _errors.Add($"{method} with WorkflowQuery contains generic parameters");
            return;
        }
        Try(() => AddQuery(WorkflowQueryDefinition.FromMethod(method)));
    }

    private void AddQuery(WorkflowQueryDefinition definition)
    {
        if (definition.Name is not { } name)
        {
            if (_dynamicQuery is not null)
            {
                _errors.Add($"{type} has more than one dynamic query");
            }
            _dynamicQuery = definition;
        }
        else if (!_queries.TryAdd(name, definition))
        {
            _errors.Add($"{type} has more than one query named {name}");
        }
    }

    private void ReportBase<TAttribute>(MethodInfo method, string what)
        where TAttribute : Attribute
    {
        var declared = method.GetBaseDefinition();
        if (declared != method && declared.IsDefined(typeof(TAttribute), inherit: false))
        {
            _errors.Add($"{what} on base definition of {method} but not override");
        }
    }

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (ArgumentException e)
        {
            _errors.Add(e.Message);
        }
    }
}
