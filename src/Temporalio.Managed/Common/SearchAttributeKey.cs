using Temporalio.Api.Enums.V1;

namespace Temporalio.Common;

/// <summary>Name and type of a search attribute. Two keys are equal when both are.</summary>
public class SearchAttributeKey : IComparable<SearchAttributeKey>, IEquatable<SearchAttributeKey>
{
    internal SearchAttributeKey(string name, IndexedValueType valueType)
    {
        Name = name;
        ValueType = valueType;
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; private init; }

    /// <summary>The attribute's type.</summary>
    public IndexedValueType ValueType { get; private init; }

    public static bool operator ==(SearchAttributeKey? left, SearchAttributeKey? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(SearchAttributeKey? left, SearchAttributeKey? right) => !(left == right);

    public static bool operator <(SearchAttributeKey? left, SearchAttributeKey? right) => Compare(left, right) < 0;

    public static bool operator <=(SearchAttributeKey? left, SearchAttributeKey? right) => Compare(left, right) <= 0;

    public static bool operator >(SearchAttributeKey? left, SearchAttributeKey? right) => Compare(left, right) > 0;

    public static bool operator >=(SearchAttributeKey? left, SearchAttributeKey? right) => Compare(left, right) >= 0;

    /// <summary>Text, searched by words.</summary>
    public static SearchAttributeKey<string> CreateText(string name) => new(name, IndexedValueType.Text);

    /// <summary>A word, searched as it is.</summary>
    public static SearchAttributeKey<string> CreateKeyword(string name) => new(name, IndexedValueType.Keyword);

    /// <summary>A whole number.</summary>
    public static SearchAttributeKey<long> CreateLong(string name) => new(name, IndexedValueType.Int);

    /// <summary>A floating-point number.</summary>
    public static SearchAttributeKey<double> CreateDouble(string name) => new(name, IndexedValueType.Double);

    /// <summary>True or false.</summary>
    public static SearchAttributeKey<bool> CreateBool(string name) => new(name, IndexedValueType.Bool);

    /// <summary>A point in time.</summary>
    public static SearchAttributeKey<DateTimeOffset> CreateDateTimeOffset(string name) => new(name, IndexedValueType.Datetime);

    /// <summary>Several words, each searched as it is.</summary>
    public static SearchAttributeKey<IReadOnlyCollection<string>> CreateKeywordList(string name) => new(name, IndexedValueType.KeywordList);

    /// <inheritdoc />
    public int CompareTo(SearchAttributeKey? other)
    {
        if (other is null)
            return 1;
        var byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : ValueType.CompareTo(other.ValueType);
    }

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, ValueType);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SearchAttributeKey other && Equals(other);

    /// <inheritdoc />
    public bool Equals(SearchAttributeKey? other) =>
        other is not null && string.Equals(other.Name, Name, StringComparison.Ordinal) && other.ValueType == ValueType;

    /// <inheritdoc />
    public override string ToString() => $"{Name} ({ValueType})";

    private static int Compare(SearchAttributeKey? left, SearchAttributeKey? right) =>
        left is null ? (right is null ? 0 : -1) : left.CompareTo(right);
}
