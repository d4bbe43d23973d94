using Nats.Lite;

namespace ActivityCore.Settings;

/// <summary>Reads variables one by one and collects what is wrong with them. An empty variable counts as unset.</summary>
internal sealed class SettingsReader(Func<string, string?> environment)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public void Refuse(Setting setting, string fault) => _errors.Add($"{setting.Name}: {fault}");

    /// <summary>A fault in a sentence that names its variable itself.</summary>
    public void Refuse(string fault) => _errors.Add(fault);

    /// <summary>The value, the default, or null.</summary>
    public string? Text(Setting setting) => Raw(setting.Name) ?? setting.Default;

    /// <summary>The value or the default, for settings that have one.</summary>
    public string Required(Setting setting) => Text(setting) ?? throw new ArgumentException($"{setting.Name} has no default.", nameof(setting));

    /// <summary>A secret from <c>NAME</c>, or from the file that <c>NAME_FILE</c> names; the white space around it is dropped.</summary>
    public string? Secret(Setting setting)
    {
        var direct = Raw(setting.Name);
        var fileVariable = $"{setting.Name}_FILE";
        var file = Raw(fileVariable);
        if (direct is not null && file is not null)
        {
            Refuse(setting, $"both {setting.Name} and {fileVariable} are set; remove one of them.");
            return null;
        }

        return OneLine(setting, file is null ? direct : ReadFile(fileVariable, file));
    }

    /// <summary>A secret from a file that another file names.</summary>
    public string? SecretOfFile(Setting setting, string path) => OneLine(setting, ReadFile(setting.Name, path));

    /// <summary>The first bytes of the file that the setting names, with its path; nulls where it is unset or cannot be read.</summary>
    public (string? Path, byte[]? Bytes) FileBytes(Setting setting, int limit)
    {
        if (Text(setting) is not { } path)
        {
            return default;
        }

        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[limit];
            return (path, buffer[..stream.ReadAtLeast(buffer, limit, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(setting, $"{path} cannot be read ({e.GetType().Name}); make it readable for this user.");
            return default;
        }
    }

    public int? Port(Setting setting)
    {
        var text = Text(setting);
        if (text is null || (int.TryParse(text, out var port) && port is > 0 and <= 65_535))
        {
            return text is null ? null : int.Parse(text);
        }

        Refuse(setting, $"\"{text}\" is no port; write a number from 1 to 65535.");
        return null;
    }

    public bool? Flag(Setting setting)
    {
        var text = Text(setting);
        switch (text?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "1" or "yes" or "on":
                return true;
            case "false" or "0" or "no" or "off":
                return false;
            default:
                Refuse(setting, $"\"{text}\" is neither true nor false.");
                return null;
        }
    }

    public string Choice(Setting setting, params ReadOnlySpan<string> choices)
    {
        var text = Required(setting);
        foreach (var choice in choices)
        {
            if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }
        }

        Refuse(setting, $"\"{text}\" is not known; write {string.Join(" or ", choices.ToArray())}.");
        return setting.Default ?? choices[0];
    }

    /// <summary>An http or https address without user, query and fragment.</summary>
    public Uri? HttpAddress(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0)
        {
            return uri;
        }

        // An address may hold a password, so it is not repeated.
        Refuse(setting, $"this is no address; write http://HOST:PORT or https://HOST:PORT, without user, query or fragment{(setting.Example ?? setting.Default) switch { null => "", var example => $", such as {example}" }}.");
        return null;
    }

    /// <summary>Addresses of NATS servers, parted by commas. They may hold a password, so none is repeated in a fault.</summary>
    public string? NatsAddresses(Setting setting)
    {
        if (Secret(setting) is not { } text)
        {
            return null;
        }

        var servers = text.Split(',', StringSplitOptions.TrimEntries);
        if (Array.TrueForAll(servers, server => Uri.TryCreate(server, UriKind.Absolute, out var uri) && uri.Scheme is "nats" or "tls" && uri.Host.Length > 0))
        {
            return text;
        }

        Refuse(setting, "this is no list of servers; write nats://HOST:4222 or tls://HOST:4222, several of them parted by commas.");
        return null;
    }

    /// <summary>The name of a stream or consumer: one token of a subject.</summary>
    public string NatsName(Setting setting)
    {
        var name = Required(setting);
        if (name.Length > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            Refuse(setting, $"\"{name}\" is no name; write up to 64 letters, digits, - and _.");
        }

        return name;
    }

    /// <summary>Beginnings of subjects, parted by commas: whole tokens without wildcards.</summary>
    public IReadOnlyList<string> SubjectPrefixes(Setting setting)
    {
        var prefixes = (Text(setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var prefix in prefixes.Where(prefix => prefix.StartsWith('$') || !NatsSubject.IsPublishable(prefix)))
        {
            Refuse(setting, $"\"{prefix}\" is no beginning of subjects; write whole tokens without wildcards, such as ops.rescan.");
        }

        return prefixes;
    }

    /// <summary>A whole number from 1 to <paramref name="max"/>.</summary>
    public int Count(Setting setting, int max)
    {
        var text = Required(setting);
        if (int.TryParse(text, out var count) && count >= 1 && count <= max)
        {
            return count;
        }

        Refuse(setting, $"\"{text}\" is not possible; write a number from 1 to {max}.");
        return 1;
    }

    /// <summary>A span such as 90d; null where the word for none stands there.</summary>
    public TimeSpan? Span(Setting setting, string none, TimeSpan least)
    {
        var text = Required(setting);
        if (string.Equals(text, none, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (Definitions.Duration.TryParse(text, out var span) && span >= least)
        {
            return span;
        }

        Refuse(setting, $"\"{text}\" is not possible; write {none}, or a whole number with h or d, at least {least.TotalDays:0}d.");
        return null;
    }

    /// <summary>HOST:PORT.</summary>
    public string? HostAndPort(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        if (colon > 0 && !text.Contains('/', StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal)
            && int.TryParse(text[(colon + 1)..], out var port) && port is > 0 and <= 65_535)
        {
            return text;
        }

        Refuse(setting, $"write HOST:PORT without a scheme, such as {setting.Example}.");
        return null;
    }

    /// <summary>The path of a file that must be there.</summary>
    public string? ExistingFile(Setting setting)
    {
        var path = Text(setting);
        if (path is not null && !File.Exists(path))
        {
            Refuse(setting, $"there is no file {path}.");
        }

        return path;
    }

    /// <summary>Refuses the missing one of two settings that are of no use without each other.</summary>
    public void RequireBoth(Setting one, string? first, Setting other, string? second)
    {
        if (first is null != second is null)
        {
            var (missing, present) = first is null ? (one, other) : (other, one);
            Refuse(missing, $"{present.Name} is set, and one is of no use without the other; set this one too.");
        }
    }

    private string? OneLine(Setting setting, string? text)
    {
        var secret = text?.Trim();
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        // What cannot stand in a header must not get as far as an exception that repeats it.
        if (secret.Any(char.IsControl))
        {
            Refuse(setting, "the value has a line break or another control character in it; write the secret on one line.");
            return null;
        }

        return secret;
    }

    private string? Raw(string name) => environment(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private string? ReadFile(string variable, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{variable}: {path} cannot be read ({e.GetType().Name}); make it readable for this user.");
            return null;
        }
    }
}
