using System.Collections;
using System.Text;

namespace Nats.Lite;

/// <summary>Headers of a message in their order; names are compared without case when read. Not thread-safe while written.</summary>
public sealed class NatsHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _entries = [];

    /// <summary>The first value of a name, or null. Setting replaces all of the name's values.</summary>
    public string? this[string name]
    {
        get => _entries.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
        set
        {
            _entries.RemoveAll(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase));
            if (value is not null)
            {
                Add(name, value);
            }
        }
    }

    public int Count => _entries.Count;

    /// <summary>Adds a value. A name or value with a line break, or a name with a colon or space, would forge another header: refused.</summary>
    /// <exception cref="ArgumentException">The name or value cannot stand in a header.</exception>
    public void Add(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Any(c => c is <= ' ' or ':' or >= '\x7f'))
        {
            throw new ArgumentException($"the header name '{name}' must be printable ASCII without spaces and colons", nameof(name));
        }

        if (value.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException($"the value of the header {name} must not hold a line break", nameof(value));
        }

        _entries.Add(new(name, value));
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal byte[] Encode()
    {
        var text = new StringBuilder("NATS/1.0\r\n");
        foreach (var (name, value) in _entries)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>Reads a header block; the first line may carry a status ("NATS/1.0 503 No Responders").</summary>
    internal static (NatsHeaders Headers, int Status, string Description) Decode(ReadOnlySpan<byte> block)
    {
        var lines = Encoding.UTF8.GetString(block).Split("\r\n");
        if (!lines[0].StartsWith("NATS/1.0", StringComparison.Ordinal))
        {
            throw new NatsException("a message's header block does not begin with NATS/1.0");
        }

        var first = lines[0].Split(' ', 3);
        var headers = new NatsHeaders();
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers._entries.Add(new(line[..colon], line[(colon + 1)..].Trim()));
            }
        }

        return (headers, first.Length > 1 && int.TryParse(first[1], out var status) ? status : 0, first.Length > 2 ? first[2] : "");
    }
}
