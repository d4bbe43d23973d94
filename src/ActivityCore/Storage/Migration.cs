using System.Security.Cryptography;
using System.Text;

namespace ActivityCore.Storage;

/// <summary>One numbered step of the schema, for one of the databases. Never edited once it has shipped.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Description">From the file's name.</param>
/// <param name="Sql">What is run.</param>
public sealed record Migration(int Version, string Description, string Sql)
{
    private const string Folder = "ActivityCore.Storage.Migrations.";

    /// <summary>Lower-case hex SHA-256 of <see cref="Sql"/>.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The steps that this program carries, in order.</summary>
    internal static IReadOnlyList<Migration> Load(Dialect dialect)
    {
        var assembly = typeof(Migration).Assembly;
        var (mine, other) = dialect == Dialect.Sqlite ? ("sqlite", "postgres") : ("postgres", "sqlite");
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && !name.EndsWith($".{other}.sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Parse(name[Folder.Length..].Split('.')[0], Read(name), mine, other))];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    // V0001__init: the version and, after two underscores, the words of the description.
    private static Migration Parse(string name, string text, string mine, string other)
    {
        var parts = name.Split("__", 2);
        var lines = text.ReplaceLineEndings("\n").Split('\n')
            .Where(line => !line.EndsWith($"-- {other}", StringComparison.Ordinal))
            .Select(line => line.EndsWith($"-- {mine}", StringComparison.Ordinal) ? line[..^$"-- {mine}".Length].TrimEnd() : line);
        return new(int.Parse(parts[0][1..], System.Globalization.CultureInfo.InvariantCulture), parts[1].Replace('_', ' '), string.Join('\n', lines));
    }
}
