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
        var version = connection.Scalar("PRAGMA user_version");
        var empty = connection.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        if (empty)
        {
            connection.Script($"""
                BEGIN IMMEDIATE;
                {Schema.Create}
                INSERT INTO meta (name, value) VALUES ('cluster_id', lower(hex(randomblob(16))));
                PRAGMA application_id = {Schema.ApplicationId};
                PRAGMA user_version = {Schema.Version};
                COMMIT;
                """);
            return;
        }

        if (connection.Scalar("PRAGMA application_id") != Schema.ApplicationId)
            throw new StorageException($"The file '{path}' is not a database of this service. Give it another path.");
        if (version > Schema.Version)
        {
            throw new StorageException(
                $"The database '{path}' has version {version}; this program knows versions up to {Schema.Version}. Use the newer program.");
        }

        if (version < Schema.Version)
        {
            throw new StorageException(
                $"The database '{path}' has version {version}, which this program (version {Schema.Version}) cannot bring up. Give it another path.");
        }
    }
}
