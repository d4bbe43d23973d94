using System.Globalization;
using System.Text;

namespace ActivityCore.Events;

/// <summary>Where a walk over JSON stands, for messages; also knows which members each open object has had.</summary>
internal sealed class JsonPlace
{
    private const int MaxShownName = 60;
    private readonly Stack<Level> _open = new();

    public int Depth => _open.Count;

    /// <summary>The enclosing value, to continue "a member's name …".</summary>
    public string Inside => _open.Count > 1 ? $"inside {Path(_open.Skip(1))}" : "of the envelope";

    public void Enter(bool isObject) => _open.Push(new Level(isObject ? new HashSet<string>(StringComparer.Ordinal) : null));

    public void Leave() => _open.Pop();

    /// <summary>Notes a member of the innermost object; false where it had one of that name.</summary>
    public bool Member(string name)
    {
        var level = _open.Peek();
        level.Member = name;
        return level.Members!.Add(name);
    }

    /// <summary>Notes a value: in an array, the next index.</summary>
    public void Value()
    {
        if (_open.TryPeek(out var level) && level.Members is null)
            level.Index++;
    }

    public override string ToString() => _open.Count == 0 ? "the envelope" : Path(_open);

    private static string Path(IEnumerable<Level> innermostFirst)
    {
        var path = new StringBuilder("`");
        foreach (var level in innermostFirst.Reverse())
        {
            if (level.Members is null)
                path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]");
            else
                path.Append(path.Length > 1 ? "." : "").Append(Shown(level.Member));
        }

        return path.Append('`').ToString();
    }

    // Names come from outside: a message stays one short line whatever they hold.
    private static string Shown(string name)
    {
        var shown = name.Length > MaxShownName ? string.Concat(name.AsSpan(0, MaxShownName), "…") : name;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c == '`' ? '?' : c));
    }

    private sealed class Level(HashSet<string>? members)
    {
        public HashSet<string>? Members { get; } = members;

        public string Member { get; set; } = "";

        public int Index { get; set; } = -1;
    }
}
