using System.Globalization;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Visibility;

/// <summary>Values of a filter as the database holds them.</summary>
internal static class QueryValues
{
    private const long UnixEpochTicks = 621355968000000000;

    public static object Read(QueryField field, QueryToken token) => field.Name switch
    {
        _ when token.IsWord("NULL") => throw QueryFaults.Expression("unexpected value type *sqlparser.NullVal"),
        _ when token.Kind == QueryTokenKind.Name && !token.IsWord("TRUE") && !token.IsWord("FALSE") => throw QueryFaults.ColumnAsValue(token),
        "ExecutionStatus" => (long)Status(token),
        "ExecutionDuration" => Duration(token),
        _ => field.Type switch
        {
            IndexedValueType.Datetime => Time(field, token),
            IndexedValueType.Int => Whole(field, token),
            IndexedValueType.Double => Floating(field, token),
            IndexedValueType.Bool => Truth(field, token),
            IndexedValueType.KeywordList when token.Kind == QueryTokenKind.Number => throw QueryFaults.NoString(token),
            // A number is compared as it is written.
            _ => token.Text,
        },
    };

    private static WorkflowExecutionStatus Status(QueryToken token)
    {
        if (token.Kind == QueryTokenKind.Number && int.TryParse(token.Text, out var number))
            return (WorkflowExecutionStatus)number;
        return token.Kind == QueryTokenKind.Text
            && !char.IsAsciiDigit(token.Text.FirstOrDefault())
            && Enum.TryParse<WorkflowExecutionStatus>(token.Text.Replace("Cancelled", "Canceled", StringComparison.Ordinal), ignoreCase: true, out var status)
                ? status
                : throw QueryFaults.Expression($"invalid ExecutionStatus value '{token.Text}'");
    }

    private static long Duration(QueryToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
            return nanoseconds / 100;
        if (GoDuration.TryParse(token.Text, out var duration))
            return duration.Ticks;
        return TimeSpan.TryParseExact(token.Text, @"h\:mm\:ss", CultureInfo.InvariantCulture, out var clock)
            ? clock.Ticks
            : throw Refusals.Invalid($"invalid query: invalid value for search attribute ExecutionDuration: {token.Text} (invalid duration)");
    }

    private static long Time(QueryField field, QueryToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
            return UnixEpochTicks + nanoseconds / 100;
        return token.Kind == QueryTokenKind.Text && DateTimeOffset.TryParse(
            token.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcTicks
            : throw (token.Kind == QueryTokenKind.Text ? QueryFaults.Expression($"unable to parse datetime '{token.Text}'") : Bad(field, token));
    }

    private static long Whole(QueryField field, QueryToken token) =>
        token.Kind is QueryTokenKind.Number or QueryTokenKind.Text
        && long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Bad(field, token);

    private static double Floating(QueryField field, QueryToken token) =>
        token.Kind is QueryTokenKind.Number or QueryTokenKind.Text
        && double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : throw Bad(field, token);

    private static long Truth(QueryField field, QueryToken token) =>
        token.IsWord("true") || string.Equals(token.Text, "true", StringComparison.OrdinalIgnoreCase) ? 1
        : token.IsWord("false") || string.Equals(token.Text, "false", StringComparison.OrdinalIgnoreCase) ? 0
        : throw Bad(field, token);

    private static RpcStatusException Bad(QueryField field, QueryToken token) =>
        Refusals.Invalid($"invalid query: invalid value for search attribute {field.Name} of type {field.Type}: '{token.Text}'");
}
