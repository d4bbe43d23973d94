namespace ActivityCore.Storage;

/// <summary>One step of the schema and whether the database has it.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Description">From the file's name; of an unknown step, what the database says.</param>
/// <param name="State">Whether it is applied.</param>
/// <param name="InstalledOn">When it was; null while pending.</param>
public sealed record MigrationStatus(int Version, string Description, MigrationState State, DateTimeOffset? InstalledOn);
