using System.Collections.Frozen;

namespace ActivityCore.Rules.Functions;

/// <summary>All functions by name.</summary>
internal static class FunctionTable
{
    public static FrozenDictionary<string, Function> All { get; } =
        ValueFunctions.All.Concat(TimeFunctions.All).Concat(TextFunctions.All).Concat(NumberFunctions.All).Concat(ListFunctions.All)
            .ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
}
