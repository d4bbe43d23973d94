namespace Temporalio.DevServer.Storage;

/// <summary>Opens the file safely: one process at a time, settings for durability, version checked.</summary>
internal static class DatabaseFile
{
    /// <summary>Held while the file is in use; the system drops it when the process dies.</summary>
    public static FileStream? Lock(string? path)
    {
        if (path is null)
            return null;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StorageException(
                $"The database '{path}' is in use by another process. Stop that one, or give this one another file.", e);
        }
    }

    public static void Prepare(SqlConnection connection, string? path)
    {
        if (path is not null)
        {
            connection.Script("""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA busy_timeout = 5000;
                PRAGMA wal_autocheckpoint = 4000;
                """);
        }

        connection.Script("PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;");
        var empty = connection.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        if (!empty && connection.Scalar("PRAGMA application_id") != Schema.ApplicationId)
            throw new StorageException($"The file '{path}' is not a database of this service. Give it another path.");
        var version = empty ? 0 : connection.Scalar("PRAGMA user_version");
        if (version > Schema.Steps.Count)
        {
            throw new StorageException(
                $"The database '{path}' has version {version}; this program knows versions up to {Schema.Steps.Count}. Use the newer program.");
        }

        for (; version < Schema.Steps.Count; version++)
            Step(connection, (int)version);
    }

    /// <summary>Brings the file from one version to the next, wholly or not at all.</summary>
    private static void Step(SqlConnection connection, int version)
    {
        var identity = version == 0
            ? $"PRAGMA application_id = {Schema.ApplicationId}; INSERT INTO meta (name, value) VALUES ('cluster_id', lower(hex(randomblob(16))));"
            : "";
        connection.Script($"""
            BEGIN IMMEDIATE;
            {Schema.Steps[version]}
            {identity}
            PRAGMA user_version = {version + 1};
            COMMIT;
            """);
    }
}
