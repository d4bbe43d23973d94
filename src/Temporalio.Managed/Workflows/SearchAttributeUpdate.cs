using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>A change of one search attribute, made by <see cref="SearchAttributeKey{T}.ValueSet" /> or <see cref="SearchAttributeKey{T}.ValueUnset" />.</summary>
public abstract record SearchAttributeUpdate
{
    private protected SearchAttributeUpdate(bool hasValue) => HasValue = hasValue;

    /// <summary>The attribute's key.</summary>
    public abstract SearchAttributeKey UntypedKey { get; }

    /// <summary>True when a value is set, false when it is removed.</summary>
    public bool HasValue { get; private init; }

    /// <summary>The new value.</summary>
    /// <exception cref="InvalidOperationException">The update removes the value.</exception>
    public abstract object UntypedValue { get; }

    /// <summary>An update that sets a value.</summary>
    public static SearchAttributeUpdate<T> ValueSet<T>(SearchAttributeKey<T> key, T value)
        where T : notnull => new(key, value, hasValue: true);

    /// <summary>An update that removes a value.</summary>
    public static SearchAttributeUpdate<T> ValueUnset<T>(SearchAttributeKey<T> key)
        where T : notnull => new(key, default, hasValue: false);
}
