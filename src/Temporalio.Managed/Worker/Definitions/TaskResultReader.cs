using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace Temporalio.Worker.Definitions;

/// <summary>Reads the result of a finished task of a type known only at run time; compiled once per type.</summary>
internal static class TaskResultReader
{
    private static readonly ConcurrentDictionary<Type, Func<Task, object?>?> Readers = new();

    /// <summary>Null for a task without result.</summary>
    public static Func<Task, object?>? For(Type taskType) => Readers.GetOrAdd(taskType, Create);

    private static Func<Task, object?>? Create(Type taskType)
    {
        var generic = taskType;
        while (generic is not null && !(generic.IsGenericType && generic.GetGenericTypeDefinition() == typeof(Task<>)))
        {
            generic = generic.BaseType;
        }
        // An async method without result makes a task of this internal type.
        if (generic is null ||
            string.Equals(generic.GenericTypeArguments[0].FullName, "System.Threading.Tasks.VoidTaskResult", StringComparison.Ordinal))
        {
            return null;
        }
        var task = Expression.Parameter(typeof(Task), "task");
        var result = Expression.Property(Expression.Convert(task, generic), nameof(Task<int>.Result));
        return Expression.Lambda<Func<Task, object?>>(Expression.Convert(result, typeof(object)), task).Compile();
    }
}
