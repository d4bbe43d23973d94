namespace ActivityCore.Settings;

/// <summary>One variable of the environment, as documented and as read.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Help">What it does, in one or two sentences.</param>
public sealed record Setting(string Name, string Help)
{
    /// <summary>What is taken where it is unset or empty; null: there is no default.</summary>
    public string? Default { get; init; }

    /// <summary>What one might write; shown where there is no default.</summary>
    public string? Example { get; init; }

    /// <summary>True: never shown, and <c>NAME_FILE</c> may name a file that holds it.</summary>
    public bool IsSecret { get; init; }
}
