using System.Globalization;
using System.Text;

namespace ActivityCore.Storage;

/// <summary>What a column can hold.</summary>
internal static class DbText
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>PostgreSQL refuses U+0000 and lone surrogates in text; they become U+FFFD.</summary>
    public static string Clean(string text) => IsStorable(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    /// <summary>Whether a text can be stored as it is.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return false;
            }

            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>SQLite has no type for times: this text sorts as the times do.</summary>
    public static string WriteTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A time as either database gives it.</summary>
    public static DateTimeOffset ReadTime(object value) => value switch
    {
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text => DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is no stored time."),
    };

    public static DateTimeOffset? ReadTimeOrNull(object? value) => value is null or DBNull ? null : ReadTime(value);

    /// <summary>A pattern for <c>like ... escape '\'</c> that fits exactly the texts with this prefix.</summary>
    public static string Prefix(string prefix) => Literal(prefix) + "%";

    /// <summary>A pattern that fits exactly the texts with this ending.</summary>
    public static string Suffix(string suffix) => "%" + Literal(suffix);

    /// <summary>A pattern that fits exactly this text.</summary>
    public static string Literal(string text) =>
        Clean(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
