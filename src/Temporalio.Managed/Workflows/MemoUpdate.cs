namespace Temporalio.Workflows;

/// <summary>A change of one memo value. Immutable.</summary>
public class MemoUpdate
{
    private readonly object? _value;

    private MemoUpdate(string key, object? value)
    {
        UntypedKey = key;
        _value = value;
    }

    /// <summary>The name of the value.</summary>
    public string UntypedKey { get; }

    /// <summary>True to set, false to remove.</summary>
    public bool HasValue => _value is not null;

    /// <summary>The new value.</summary>
    /// <exception cref="InvalidOperationException">The change removes the value.</exception>
    public object UntypedValue => _value ?? throw new InvalidOperationException("No value");

    /// <summary>A change that sets a value.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static MemoUpdate ValueSet(string key, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(key, value);
    }

    /// <summary>A change that removes a value.</summary>
    public static MemoUpdate ValueUnset(string key) => new(key, null);
}
