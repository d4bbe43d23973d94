namespace Temporalio.DevServer.Storage;

/// <summary>An id of the database, made with it.</summary>
internal static class ClusterId
{
    public static string Get(Database database) => database.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT value FROM meta WHERE name = 'cluster_id'");
        return statement.Step() ? statement.Text(0) : "";
    });
}
