using System.Globalization;
using System.Text.Json;

namespace ActivityCore.Rules.Values;

/// <summary>What an expression can come to. A closed set; nothing converts by itself from one kind to another.</summary>
internal abstract record Value
{
    private Value()
    {
    }

    /// <summary>The kind in words, for messages.</summary>
    public abstract string Kind { get; }

    public sealed record Null : Value
    {
        public static readonly Null Instance = new();

        public override string Kind => "null";
    }

    public sealed record Boolean(bool Content) : Value
    {
        public static readonly Boolean True = new(Content: true);
        public static readonly Boolean False = new(Content: false);

        public override string Kind => "a boolean";
    }

    /// <summary>Decimal, so that sums are exact and the same on every machine.</summary>
    public sealed record Number(decimal Content) : Value
    {
        public override string Kind => "a number";
    }

    public sealed record Text(string Content) : Value
    {
        public override string Kind => "a string";
    }

    /// <summary>A moment, always in UTC.</summary>
    public sealed record Time(DateTimeOffset Content) : Value
    {
        public override string Kind => "a time";
    }

    public sealed record List(JsonElement Content) : Value
    {
        public override string Kind => "a list";
    }

    public sealed record Map(JsonElement Content) : Value
    {
        public override string Kind => "an object";
    }

    /// <summary>An object that the engine itself gives: <c>event</c>, <c>occurrence</c>, <c>definition</c>.</summary>
    public sealed record Members(IReadOnlyDictionary<string, Value> Content) : Value
    {
        public override string Kind => "an object";
    }

    public static Boolean Of(bool value) => value ? Boolean.True : Boolean.False;

    /// <summary>Invariant text of a scalar; null for lists and objects.</summary>
    public string? ToInvariantText() => this switch
    {
        Null => "null",
        Boolean b => b.Content ? "true" : "false",
        Number n => n.Content.ToString("0.############################", CultureInfo.InvariantCulture),
        Text t => t.Content,
        Time t => Iso8601.Format(t.Content),
        _ => null,
    };
}
