using Dapper;

namespace ActivityCore.Storage;

/// <summary>A where clause of constant conditions; values go in as parameters and nowhere else.</summary>
internal sealed class Filter
{
    private readonly List<string> _conditions = [];

    public DynamicParameters Parameters { get; } = new();

    /// <summary>Adds a condition, which names the parameter, unless the value is null.</summary>
    public Filter Add(string condition, string parameter, object? value)
    {
        if (value is not null)
        {
            _conditions.Add(condition);
            Parameters.Add(parameter, value);
        }

        return this;
    }

    public Filter Add(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>The select with this filter, newest first, one row more than the page so that the reader knows whether there is another.</summary>
    public string Page(string select, PageRequest page)
    {
        if (page.Limit is < 1 or > 1_000)
        {
            throw new ArgumentOutOfRangeException(nameof(page), page.Limit, "A page has 1 to 1,000 rows.");
        }

        Add("seq < @before", "before", page.Before);
        Parameters.Add("limit", page.Limit + 1);
        return $"{select}{(_conditions.Count == 0 ? "" : " where " + string.Join(" and ", _conditions))} order by seq desc limit @limit";
    }

    /// <summary>Cuts the extra row off again.</summary>
    public static Page<T> ToPage<TRow, T>(IReadOnlyList<TRow> rows, PageRequest page, Func<TRow, T> map, Func<TRow, long> sequence) => rows.Count <= page.Limit
        ? new([.. rows.Select(map)], Next: null)
        : new([.. rows.Take(page.Limit).Select(map)], sequence(rows[page.Limit - 1]));
}
