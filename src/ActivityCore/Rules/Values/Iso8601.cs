using System.Globalization;

namespace ActivityCore.Rules.Values;

/// <summary>
/// The one form of times that expressions read: <c>yyyy-MM-dd</c>, or that with <c>T</c> (or a space), <c>HH:mm</c>, optional seconds,
/// an optional fraction of up to nine digits (what is finer than 100 ns is cut off) and optional <c>Z</c> or <c>±HH:mm</c>. Without an offset it is UTC.
/// </summary>
internal static class Iso8601
{
    public static string Format(DateTimeOffset time)
        => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var reader = new Reader(text);
        var (year, month, day) = (reader.Digits(4), reader.Then('-').Digits(2), reader.Then('-').Digits(2));
        int hour = 0, minute = 0, second = 0;
        long fraction = 0, offset = 0;
        if (reader.Accept('T') || reader.Accept(' '))
        {
            (hour, minute) = (reader.Digits(2), reader.Then(':').Digits(2));
            if (reader.Accept(':'))
            {
                second = reader.Digits(2);
                fraction = reader.Accept('.') ? reader.Fraction() : 0;
            }

            offset = reader.Offset();
        }

        if (!reader.IsDone || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + fraction - offset;
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
            return false;

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    // Walks over the text; the first thing that does not fit makes it fail for good.
    private sealed class Reader(string text)
    {
        private int _position;
        private bool _failed;

        public bool IsDone => !_failed && _position == text.Length;

        private char Current => _position < text.Length ? text[_position] : '\0';

        public bool Accept(char c)
        {
            if (Current != c)
                return false;

            _position++;
            return true;
        }

        public Reader Then(char c)
        {
            _failed |= !Accept(c);
            return this;
        }

        public int Digits(int count)
        {
            var number = 0;
            for (; count > 0; count--)
            {
                _failed |= !char.IsAsciiDigit(Current);
                number = number * 10 + (Current - '0');
                _position++;
            }

            return _failed ? 0 : number;
        }

        public long Fraction()
        {
            long ticks = 0;
            var start = _position;
            for (; char.IsAsciiDigit(Current); _position++)
                ticks = _position - start < 7 ? ticks * 10 + (Current - '0') : ticks;

            var digits = _position - start;
            _failed |= digits is 0 or > 9;
            for (; digits < 7; digits++)
                ticks *= 10;
            return ticks;
        }

        public long Offset()
        {
            if (Accept('Z') || _position >= text.Length)
                return 0;

            var sign = Accept('-') ? -1 : 1;
            if (sign == 1)
                Then('+');
            var (hours, minutes) = (Digits(2), Then(':').Digits(2));
            _failed |= hours > 14 || minutes > 59;
            return sign * (hours * 60L + minutes) * TimeSpan.TicksPerMinute;
        }
    }
}
