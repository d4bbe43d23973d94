using System.Text;

namespace ActivityCore.Cli.Web;

/// <summary>
/// Markup that is safe to send. It can only come from an interpolated string of this program, in which every value that is not
/// itself markup is encoded; so a value can stand in text and in quoted attributes, and nowhere can it become markup.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    public static Html Of(HtmlInterpolation markup) => new(markup.ToString());

    public static Html Join(IEnumerable<Html> parts)
    {
        var all = new StringBuilder();
        foreach (var part in parts)
        {
            all.Append(part._markup);
        }

        return new(all.ToString());
    }

    public override string ToString() => _markup ?? "";
}
