namespace ActivityCore.Storage;

/// <summary>Whether a step of the schema is in the database.</summary>
public enum MigrationState
{
    Pending,

    Applied,

    /// <summary>Applied from another text than the one that this program carries.</summary>
    Changed,

    /// <summary>Applied by a newer program: this one does not know it.</summary>
    Unknown,
}
