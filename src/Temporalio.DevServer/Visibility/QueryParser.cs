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
    private readonly bool _withoutCondition;
    private int _at;
    private int _depth;
    private int _conditions;
    private RpcStatusException? _fault;

    private QueryParser(QueryTarget target, NamespaceEntry ns, string text)
    {
        _target = target;
        _namespace = ns;
        _tokens = QueryLexer.Split(text);
        _withoutCondition = Current.Kind == QueryTokenKind.End || Current.IsWord("GROUP") || Current.IsWord("ORDER") || Current.IsWord("LIMIT");
    }

    private QueryToken Current => _tokens[_at];

    public static QuerySql Parse(NamespaceEntry ns, string text, bool allowGroupBy = false) =>
        Parse(QueryTarget.Runs, ns, text, allowGroupBy);

    public static QuerySql Parse(QueryTarget target, NamespaceEntry ns, string text, bool allowGroupBy = false)
    {
        var parser = new QueryParser(target, ns, text);
        var where = parser._withoutCondition ? "1" : parser.Or();
        var grouped = parser.GroupBy(allowGroupBy);
        if (parser.TryWord("ORDER"))
        {
            parser.ExpectWord("BY");
            parser.Next();
            parser.Refuse(QueryFaults.Unsupported("'order by' clause"));
        }

        if (parser.TryWord("LIMIT"))
        {
            parser.Next();
            parser.Refuse(QueryFaults.Unsupported("'limit' clause"));
        }

        if (parser.Current.Kind != QueryTokenKind.End)
            throw parser.Unexpected(parser.Current);
        return parser._fault is null ? new QuerySql(where, parser._parameters, grouped) : throw parser._fault;
    }

    private RpcStatusException Unexpected(QueryToken token) => QueryFaults.Syntax(token, _withoutCondition);

    // A filter that cannot be read at all is refused for that, whatever else is wrong with it.
    private void Refuse(RpcStatusException fault) => _fault ??= fault;

    private string Or() => Chain("OR", "||", And);

    private string And() => Chain("AND", "&&", Not);

    /// <summary>One pair of parentheses for all: SQLite takes only so many inside one another.</summary>
    private string Chain(string word, string symbol, Func<string> next)
    {
        var parts = new List<string> { next() };
        while (TryWord(word) || TrySymbol(symbol))
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
        if (name.IsReserved || name.Kind is QueryTokenKind.Symbol or QueryTokenKind.End or QueryTokenKind.Unended)
            throw Unexpected(name);
        if (Current.Kind == QueryTokenKind.End || Current.IsSymbol(")") || Current.IsWord("AND") || Current.IsWord("OR"))
        {
            Refuse(_target.Incomplete());
            return "0";
        }

        var field = Field(name);
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
            if (field.Type is IndexedValueType.KeywordList or IndexedValueType.Text or IndexedValueType.Bool)
                Refuse(QueryFaults.Range(field));
            return Condition(field, not, column => $"{column} BETWEEN {low} AND {high}");
        }

        var op = Next();
        if (op.IsWord("LIKE") || op.IsWord("REGEXP") || op.IsSymbol("<=>"))
        {
            Refuse(QueryFaults.Operator(field.Name, (not ? "not " : "") + op.Text.ToLowerInvariant(), Operand().Source));
            return "0";
        }

        return not ? throw Unexpected(op) : Compare(field, op);
    }

    private QueryField Field(QueryToken name)
    {
        try
        {
            return name.Kind == QueryTokenKind.Name ? _target.Field(_namespace, name.Text) : throw QueryFaults.Expression("must be a column name but was *sqlparser.SQLVal");
        }
        catch (RpcStatusException e)
        {
            Refuse(e);
            return new QueryField(name.Text, IndexedValueType.Keyword, null);
        }
    }

    private string Compare(QueryField field, QueryToken op)
    {
        if (op.Kind != QueryTokenKind.Symbol || op.Text is not ("=" or "!=" or ">" or ">=" or "<" or "<="))
            throw Unexpected(op);
        if (field.Type is IndexedValueType.Text or IndexedValueType.KeywordList && op.Text is not ("=" or "!="))
        {
            Refuse(QueryFaults.Operator(field.Name, op.Text, Operand().Source, field.Type.ToString()));
            return "0";
        }

        if (field.Type == IndexedValueType.Text)
            return MatchText(field, op);
        var value = Value(field);
        return op.Text switch
        {
            "!=" when field.Type == IndexedValueType.KeywordList => Condition(field, true, column => $"{column} = {value}"),
            "!=" => Condition(field, false, column => $"{column} <> {value}"),
            _ => Condition(field, false, column => $"{column} {op.Text} {value}"),
        };
    }

    /// <summary>Text is searched by its words: any of them is enough.</summary>
    private string MatchText(QueryField field, QueryToken op)
    {
        var value = Operand();
        if (value.Kind != QueryTokenKind.Text)
            Refuse(value.Kind == QueryTokenKind.Name ? QueryFaults.ColumnAsValue(value) : QueryFaults.NoString(value));
        var words = SearchAttributeRules.Words(value.Text).Select(w => Parameter(w)).ToList();
        return words.Count == 0 ? "0" : Condition(field, op.Text is "!=", column => $"{column} IN ({string.Join(", ", words)})");
    }

    private string In(QueryField field, bool negated)
    {
        Expect("(");
        var values = new List<string>();
        do
        {
            if (field.Type == IndexedValueType.Text)
                Refuse(QueryFaults.Operator(field.Name, negated ? "not in" : "in", $"({Current.Source})", "Text"));
            if (field.Type == IndexedValueType.KeywordList && Current.Kind == QueryTokenKind.Number)
                Refuse(QueryFaults.NoString(Current, " in tuple"));
            values.Add(Value(field));
        }
        while (TrySymbol(","));
        Expect(")");
        var list = string.Join(", ", values);
        return negated && field.Type != IndexedValueType.KeywordList
            ? Condition(field, false, column => $"{column} NOT IN ({list})")
            : Condition(field, negated, column => $"{column} IN ({list})");
    }

    private string StartsWith(QueryField field, bool negated)
    {
        var value = Operand();
        if (field.Type is IndexedValueType.Text or IndexedValueType.KeywordList)
            Refuse(QueryFaults.Operator(field.Name, negated ? "not starts_with" : "starts_with", value.Source, field.Type.ToString()));
        else if (value.Kind == QueryTokenKind.Name)
            Refuse(QueryFaults.ColumnAsValue(value));
        else if (Read(field, value) is var read && (value.Kind != QueryTokenKind.Text || field.IsStatus))
            Refuse(QueryFaults.Expression($"right-hand side of 'starts_with' must be a literal string (got: {read})"));
        // Only words begin with words.
        if (field.Type != IndexedValueType.Keyword)
            return negated ? "1" : "0";
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

    private string Value(QueryField field) => Parameter(Read(field, Operand()));

    private object Read(QueryField field, QueryToken value)
    {
        try
        {
            return QueryValues.Read(field, value);
        }
        catch (RpcStatusException e)
        {
            Refuse(e);
            return "";
        }
    }

    private QueryToken Operand()
    {
        var token = Next();
        return token.IsReserved || token.Kind is QueryTokenKind.Symbol or QueryTokenKind.End or QueryTokenKind.Unended ? throw Unexpected(token) : token;
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
        var name = Operand();
        var fields = 1;
        for (; TrySymbol(","); fields++)
            Operand();
        if (fields > 1)
            Refuse(QueryFaults.Unsupported("'group by' clause supports only a single field"));
        else if (name.Kind != QueryTokenKind.Name)
            Refuse(QueryFaults.Expression("must be a column name but was *sqlparser.SQLVal"));
        else if (Field(name) is { IsStatus: false })
            Refuse(QueryFaults.Unsupported("'group by' clause is only supported for ExecutionStatus search attribute"));
        else if (!allowed)
            Refuse(QueryFaults.Unsupported("'group by' clause"));
        return true;
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
