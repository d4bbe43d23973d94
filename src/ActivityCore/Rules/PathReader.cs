using ActivityCore.Rules.Syntax;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>Follows a path from its root. A step that leads nowhere is missing and the sentence names the nearest existing key; a step below a scalar or list is an error.</summary>
internal static class PathReader
{
    // More keys than this are data, among which no typing error can be told.
    private const int MaxKeys = 200;

    public static Result Read(Node.Path path, Scope scope)
    {
        var result = scope.Find(path.Root);
        for (var i = 0; i < path.Steps.Count && result.Value is { } value; i++)
            result = Take(value, path, i);
        return result.Error is { } error && !error.StartsWith('`') ? Result.Fail($"`{path.Text}`: {error}") : result;
    }

    private static Result Take(Value value, Node.Path path, int index)
    {
        var step = path.Steps[index];
        switch (value)
        {
            case Value.Members members when step.Index is null:
                return members.Content.TryGetValue(step.Name, out var member) ? Result.Of(member) : Missing(path, index, members.Content.Keys);
            case Value.Map map when step.Index is null:
                return ValueReader.TryGetMember(map.Content, step.Name, out var element)
                    ? ValueReader.Read(element)
                    : Missing(path, index, map.Content.EnumerateObject().Take(MaxKeys).Select(ValueReader.NameOf));
            case Value.List list when step.Index is { } place:
                var length = list.Content.GetArrayLength();
                return place < length
                    ? ValueReader.Read(list.Content[place])
                    : Result.Unknown($"`{Text(path, index + 1)}` is missing: the list has {length} item{(length == 1 ? "" : "s")}");
            case Value.Null:
                return Result.Unknown($"`{Text(path, index + 1)}` is missing: `{Text(path, index)}` is null");
            case Value.List:
                return Result.Fail($"`{Text(path, index)}` is a list and has no members; take an item with [0], or use any(), all() or for_each");
            case Value.Map or Value.Members:
                return Result.Fail($"`{Text(path, index)}` is an object and has no places; write a member's name");
            default:
                return Result.Fail($"`{Text(path, index)}` is {Comparison.Describe(value)} and has no members");
        }
    }

    private static Result Missing(Node.Path path, int index, IEnumerable<string> keys)
    {
        var near = Suggestion.Nearest(path.Steps[index].Name, keys);
        return Result.Unknown($"`{Text(path, index + 1)}` is missing{(near is null ? "" : $"; did you mean `{Text(path, index)}{PathText.Of(new Step(near, null))}`?")}");
    }

    private static string Text(Node.Path path, int steps) => path.Root + string.Concat(path.Steps.Take(steps).Select(PathText.Of));
}
