using System.Text;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Visibility;

/// <summary>Turns a list filter into SQL. Values become parameters; nothing of the text reaches the SQL itself.</summary>
internal sealed class QueryParser
{
    private const int MaxDepth = 32;

    /// <summary>SQLite refuses an expression of more than a thousand levels, and each condition adds one.</summary>
    private const int MaxConditions = 500;

    private readonly QueryTarget _target;
    private readonly NamespaceEntry _namespace;
    private readonly List<QueryToken> _tokens;
    private readonly List<object> _parameters = [];
    private int _at;
    private int _depth;
    private int _conditions;

    private QueryParser(QueryTarget target, NamespaceEntry ns, string text)
    {
        _target = target;
        _namespace = ns;
        _tokens = QueryLexer.Split(text);
    }

    private QueryToken Current => _tokens[_at];

    public static QuerySql Parse(NamespaceEntry ns, string text, bool allowGroupBy = false) =>
        Parse(QueryTarget.Runs, ns, text, allowGroupBy);

    public static QuerySql Parse(QueryTarget target, NamespaceEntry ns, string text, bool allowGroupBy = false)
    {
        var parser = new QueryParser(target, ns, text);
        var where = parser.Current.Kind == QueryTokenKind.End || parser.Current.IsWord("GROUP") || parser.Current.IsWord("ORDER")
            ? "1"
            : parser.Or();
        var grouped = parser.GroupBy(allowGroupBy);
        if (parser.Current.IsWord("ORDER"))
            throw Refusals.Invalid("operation is not supported: 'ORDER BY' clause");
        if (parser.Current.IsWord("LIMIT"))
            throw Refusals.Invalid("operation is not supported: 'LIMIT' clause");
        if (parser.Current.Kind != QueryTokenKind.End)
            throw Unexpected(parser.Current);
        return new QuerySql(where, parser._parameters, grouped);
    }

    private static RpcStatusException Unexpected(QueryToken token) => token.Kind == QueryTokenKind.End
        ? Refusals.Invalid("invalid query: unexpected end")
        : Refusals.Invalid($"invalid query: syntax error near '{token.Text}'");

    private string Or() => Chain("OR", And);

    private string And() => Chain("AND", Not);

    /// <summary>One pair of parentheses for all: SQLite takes only so many inside one another.</summary>
    private string Chain(string word, Func<string> next)
    {
        var parts = new List<string> { next() };
        while (TryWord(word))
            parts.Add(next());
        return parts.Count == 1 ? parts[0] : $"({string.Join($" {word} ", parts)})";
    }

    private string Not()
    {
        if (++_depth > MaxDepth)
            throw Refusals.Invalid("invalid query: too deeply nested");
        string result;
        if (TryWord("NOT"))
        {
            // What is unknown stays out, negated or not.
            result = $"(NOT {Not()})";
        }
        else if (TrySymbol("("))
        {
            result = Or();
            Expect(")");
        }
        else
        {
            result = Comparison();
        }

        _depth--;
        return result;
    }

    private string Comparison()
    {
        if (++_conditions > MaxConditions)
            throw Refusals.Invalid($"invalid query: more than {MaxConditions} conditions");
        var name = Next();
        if (name.Kind != QueryTokenKind.Name)
            throw Unexpected(name);
        var field = _target.Field(_namespace, name.Text);
        if (TryWord("IS"))
        {
            var negated = TryWord("NOT");
            ExpectWord("NULL");
            return IsNull(field, negated);
        }

        var not = TryWord("NOT");
        if (TryWord("IN"))
            return In(field, not);
        if (TryWord("STARTS_WITH"))
            return StartsWith(field, not);
        if (TryWord("BETWEEN"))
        {
            var low = Value(field);
            ExpectWord("AND");
            var high = Value(field);
            RequireOrdered(field);
            return Condition(field, not, column => $"{column} BETWEEN {low} AND {high}");
        }

        if (not)
            throw Unexpected(Current);
        return Compare(field, Next());
    }

    private string Compare(QueryField field, QueryToken op)
    {
        if (op.Kind != QueryTokenKind.Symbol || op.Text is not ("=" or "!=" or ">" or ">=" or "<" or "<="))
            throw Refusals.Invalid($"invalid query: operator '{op.Text}' not supported");
        if (field.Type == IndexedValueType.Text)
            return MatchText(field, op);
        var value = Value(field);
        switch (op.Text)
        {
            case "=":
                return Condition(field, false, column => $"{column} = {value}");
            case "!=" when field.Type == IndexedValueType.KeywordList:
                return Condition(field, true, column => $"{column} = {value}");
            case "!=":
                return Condition(field, false, column => $"{column} <> {value}");
            default:
                RequireOrdered(field);
                return Condition(field, false, column => $"{column} {op.Text} {value}");
        }
    }

    /// <summary>Text is searched by its words: any of them is enough.</summary>
    private string MatchText(QueryField field, QueryToken op)
    {
        if (op.Text is not ("=" or "!="))
            throw Refusals.Invalid($"invalid query: operator '{op.Text}' not supported for Text type search attribute '{field.Name}'");
        var value = Next();
        if (value.Kind != QueryTokenKind.Text)
            throw Unexpected(value);
        var words = SearchAttributeRules.Words(value.Text).Select(w => Parameter(w)).ToList();
        return words.Count == 0 ? "0" : Condition(field, op.Text is "!=", column => $"{column} IN ({string.Join(", ", words)})");
    }

    private string In(QueryField field, bool negated)
    {
        if (field.Type == IndexedValueType.Text)
            throw Refusals.Invalid($"invalid query: operator 'IN' not supported for Text type search attribute '{field.Name}'");
        Expect("(");
        var values = new List<string> { Value(field) };
        while (TrySymbol(","))
            values.Add(Value(field));
        Expect(")");
        var list = string.Join(", ", values);
        return negated && field.Type != IndexedValueType.KeywordList
            ? Condition(field, false, column => $"{column} NOT IN ({list})")
            : Condition(field, negated, column => $"{column} IN ({list})");
    }

    private string StartsWith(QueryField field, bool negated)
    {
        if (field.Type != IndexedValueType.Keyword || string.Equals(field.Name, "ExecutionStatus", StringComparison.Ordinal))
            throw Refusals.Invalid($"invalid query: operator 'STARTS_WITH' not supported for {field.Type} type search attribute '{field.Name}'");
        var value = Next();
        if (value.Kind != QueryTokenKind.Text)
            throw Unexpected(value);
        var prefix = Parameter(value.Text);
        return Condition(field, false, column => $"substr({column}, 1, length({prefix})) {(negated ? "<>" : "=")} {prefix}");
    }

    private string IsNull(QueryField field, bool negated)
    {
        if (field.Column is { } column)
            return $"({column} IS {(negated ? "NOT " : "")}NULL)";
        return $"({(negated ? "" : "NOT ")}EXISTS (SELECT 1 {_target.Values} AND v.name = {Parameter(field.Name)}))";
    }

    private string Condition(QueryField field, bool negated, Func<string, string> test)
    {
        var not = negated ? "NOT " : "";
        return field.Column is { } column
            ? $"({not}({test(column)}))"
            : $"({not}EXISTS (SELECT 1 {_target.Values} AND v.name = {Parameter(field.Name)} AND {test("v.value")}))";
    }

    private static void RequireOrdered(QueryField field)
    {
        if (field.Type is IndexedValueType.KeywordList or IndexedValueType.Text or IndexedValueType.Bool)
            throw Refusals.Invalid($"invalid query: operator not supported for {field.Type} type search attribute '{field.Name}'");
    }

    private string Value(QueryField field)
    {
        var token = Next();
        if (token.Kind is QueryTokenKind.Symbol or QueryTokenKind.End)
            throw Unexpected(token);
        return Parameter(QueryValues.Read(field, token));
    }

    private string Parameter(object value)
    {
        _parameters.Add(value);
        return new StringBuilder("?").Append(_parameters.Count + 1).ToString();
    }

    private bool GroupBy(bool allowed)
    {
        if (!TryWord("GROUP"))
            return false;
        ExpectWord("BY");
        var name = Next();
        if (!allowed)
            throw Refusals.Invalid("operation is not supported: 'GROUP BY' clause");
        if (Current.IsSymbol(","))
            throw Refusals.Invalid("invalid query: 'group by' clause supports only a single field");
        return name.Kind == QueryTokenKind.Name && name.Text is "ExecutionStatus"
            ? true
            : throw Refusals.Invalid("'group by' clause is only supported for ExecutionStatus search attribute");
    }

    private QueryToken Next()
    {
        var token = Current;
        if (token.Kind != QueryTokenKind.End)
            _at++;
        return token;
    }

    private bool TryWord(string word)
    {
        if (!Current.IsWord(word))
            return false;
        _at++;
        return true;
    }

    private bool TrySymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TrySymbol(symbol))
            throw Unexpected(Current);
    }

    private void ExpectWord(string word)
    {
        if (!TryWord(word))
            throw Unexpected(Current);
    }
}
