using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Visibility;

/// <summary>What is wrong with a list filter, in the words of the official service, which reads the filter as the end of a statement in SQL.</summary>
internal static class QueryFaults
{
    private const string Select = "select * from table1 ";

    private const string SelectWhere = $"{Select}where ";

    public static RpcStatusException Syntax(QueryToken token, bool withoutCondition)
    {
        var position = (withoutCondition ? Select : SelectWhere).Length + token.End + 1;
        var near = token.Kind is QueryTokenKind.Symbol or QueryTokenKind.End ? "" : $" near '{(token.IsReserved ? token.Text.ToLowerInvariant() : token.Text)}'";
        return Refusals.Invalid($"invalid query: malformed SQL query: syntax error at position {position}{near}");
    }

    public static RpcStatusException Expression(string text) => Refusals.Invalid($"invalid query: invalid expression: {text}");

    public static RpcStatusException Unsupported(string text) => Refusals.Invalid($"invalid query: operation is not supported: {text}");

    public static RpcStatusException Operator(string name, string op, string value, string? type = null) => Expression(type is null
        ? $"invalid operator '{op}' in `{name} {op} {value}`"
        : $"operator '{op}' not supported for {type} type search attribute in `{name} {op} {value}`");

    public static RpcStatusException Range(QueryField field) =>
        Expression($"cannot do range condition on search attribute '{field.Name}' of type {field.Type}");

    public static RpcStatusException ColumnAsValue(QueryToken token) =>
        Unsupported($"column name on the right side of comparison expression (did you forget to quote '{token.Text}'?)");

    public static RpcStatusException NoString(QueryToken token, string place = "") => Expression($"unexpected value type{place} (expected string, got {token.Text})");
}
