namespace ActivityCore.Storage;

/// <summary>The storage cannot be used as it is set up; the message names the cure and holds no secret.</summary>
public sealed class StorageException(string message) : Exception(message);
