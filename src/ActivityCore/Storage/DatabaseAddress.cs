using Npgsql;

namespace ActivityCore.Storage;

/// <summary>Which database is meant. A closed set.</summary>
internal abstract record DatabaseAddress
{
    private DatabaseAddress()
    {
    }

    public sealed record Postgres(string ConnectionString) : DatabaseAddress;

    public sealed record Sqlite(string File) : DatabaseAddress;

    /// <summary>Reads the options; a <see cref="StorageException"/> names the variable and never its value, which holds a password.</summary>
    public static DatabaseAddress Parse(StorageOptions options)
    {
        var url = options.DatabaseUrl?.Trim();
        if (string.IsNullOrEmpty(url))
        {
            return string.IsNullOrWhiteSpace(options.PgHost) ? new Sqlite(options.SqliteFile) : new Postgres(FromVariables(options));
        }

        if (url.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
        {
            return new Sqlite(url["sqlite:".Length..]);
        }

        return new Postgres(IsUrl(url) ? FromUrl(url) : FromConnectionString(url));
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static string FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new StorageException("DATABASE_URL is no valid address. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters in the password percent-encoded.");
        }

        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(url.Host), Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort };
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            builder.Username = Uri.UnescapeDataString(user);
            builder.Password = password.Length == 0 ? null : Uri.UnescapeDataString(password[0]);
        }

        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            builder.Database = Uri.UnescapeDataString(database);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            SetParameter(builder, Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return builder.ConnectionString;
    }

    // libpq's names where they differ from Npgsql's.
    private static void SetParameter(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        var keyword = name switch
        {
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "application_name" => "Application Name",
            "connect_timeout" => "Timeout",
            "options" => "Options",
            _ => name,
        };
        try
        {
            builder[keyword] = string.Equals(keyword, "SSL Mode", StringComparison.Ordinal) ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new StorageException($"DATABASE_URL has a parameter {name} that is not known or whose value does not fit it.");
        }
    }

    private static string FromConnectionString(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            return builder.Host is { Length: > 0 } ? builder.ConnectionString : throw new FormatException("There is no host.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new StorageException("DATABASE_URL is neither postgres://USER:PASSWORD@HOST:PORT/DATABASE, nor Host=...;Database=...;Username=..., nor sqlite:FILE.");
        }
    }

    private static string FromVariables(StorageOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = options.PgHost, Port = options.PgPort ?? NpgsqlConnection.DefaultPort };
        builder.Database = options.PgDatabase ?? builder.Database;
        builder.Username = options.PgUser ?? builder.Username;
        builder.Password = options.PgPassword ?? builder.Password;
        if (options.PgSslMode is { Length: > 0 } mode)
        {
            builder.SslMode = Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
                ? parsed
                : throw new StorageException("PGSSLMODE must be disable, allow, prefer, require, verify-ca or verify-full.");
        }

        return builder.ConnectionString;
    }
}
