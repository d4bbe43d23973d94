namespace ActivityCore.Settings;

/// <summary>The environment cannot be used. Every fault at once, each naming the variable and the cure and never a secret's value.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>One sentence or two each, in the order of <see cref="SettingsTable"/>.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
