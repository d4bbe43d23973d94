using Temporalio.Common;

namespace Temporalio.Workflows;

/// <inheritdoc />
public sealed record SearchAttributeUpdate<T> : SearchAttributeUpdate
    where T : notnull
{
    private readonly T? _value;

    internal SearchAttributeUpdate(SearchAttributeKey<T> key, T? value, bool hasValue)
        : base(hasValue)
    {
        Key = key;
        _value = value;
    }

    /// <summary>The attribute's key.</summary>
    public SearchAttributeKey<T> Key { get; private init; }

    /// <inheritdoc />
    public override SearchAttributeKey UntypedKey => Key;

    /// <summary>The new value.</summary>
    /// <exception cref="InvalidOperationException">The update removes the value.</exception>
    public T Value => HasValue ? _value! : throw new InvalidOperationException("The update removes the value.");

    /// <inheritdoc />
    public override object UntypedValue => Value;
}
