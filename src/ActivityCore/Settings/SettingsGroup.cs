namespace ActivityCore.Settings;

/// <summary>Settings that belong together.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Settings">In the order in which people read them.</param>
public sealed record SettingsGroup(string Title, IReadOnlyList<Setting> Settings);
