using System.Collections.Frozen;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Visibility;

/// <summary>What a filter looks through: its columns, and where the values of its search attributes are.</summary>
internal sealed class QueryTarget
{
    public static readonly QueryTarget Runs = new()
    {
        Columns = QueryField.System,
        Values = "FROM search_values v WHERE v.run_key = runs.run_key",
        AllowsPredefined = true,
    };

    public static readonly QueryTarget Schedules = new()
    {
        Columns = QueryField.Schedule,
        Values = "FROM schedule_values v WHERE v.schedule_key = schedules.schedule_key",
        AllowsPredefined = false,
    };

    /// <summary>On the official service each schedule is a workflow in a division of its own; its web UI counts those.</summary>
    public static readonly QueryTarget SchedulerWorkflows = new()
    {
        Columns = QueryField.SchedulerWorkflow,
        Values = Schedules.Values,
        AllowsPredefined = false,
    };

    public required FrozenDictionary<string, QueryField> Columns { private get; init; }

    /// <summary>The end of a subquery that gives all values of a row's attributes.</summary>
    public required string Values { get; init; }

    /// <summary>Whether attributes of the service's own may be asked for.</summary>
    public required bool AllowsPredefined { private get; init; }

    public QueryField Field(NamespaceEntry ns, string name)
    {
        // "ScheduleId" is not reserved: who registers an attribute of that name means it.
        if (Columns.TryGetValue(name, out var column) && !ns.SearchAttributes.ContainsKey(name))
            return column;
        var known = SystemSearchAttributes.System.ContainsKey(name) || SystemSearchAttributes.Predefined.ContainsKey(name);
        if (known && !AllowsPredefined)
            throw Refusals.Invalid($"invalid query filter for schedules: cannot filter on \"{name}\"");
        var custom = name.StartsWith("CustomSearchAttributes.", StringComparison.Ordinal) ? name[23..] : name;
        return SearchAttributeRules.TypeOf(ns, custom) is { } type
            ? new QueryField(custom, type, null)
            : throw (AllowsPredefined
                ? QueryFaults.Expression($"column name '{name}' is not a valid search attribute")
                : Refusals.Invalid($"Namespace {ns.Name} has no mapping defined for search attribute {name}"));
    }

    /// <summary>A name alone is no condition.</summary>
    public RpcStatusException Incomplete() => AllowsPredefined
        ? QueryFaults.Expression("incomplete expression")
        : Refusals.Invalid("invalid query: unable to convert filter expression: incomplete expression");
}
