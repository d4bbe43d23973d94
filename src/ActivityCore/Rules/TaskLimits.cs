namespace ActivityCore.Rules;

/// <summary>The longest that fields of a rendered task may be, in UTF-16 units. Longer is an error of the rule, never cut off.</summary>
public static class TaskLimits
{
    /// <summary>One line.</summary>
    public const int MaxTitleLength = 300;

    /// <summary>16 KiB, well below the 64 KiB that a message may have.</summary>
    public const int MaxDescriptionLength = 16_384;

    /// <summary>It becomes a part of addresses and subjects.</summary>
    public const int MaxTargetRepoLength = 100;

    /// <summary>high, medium or low, with room for white space around it.</summary>
    public const int MaxPriorityLength = 20;

    /// <summary>One label.</summary>
    public const int MaxLabelLength = 100;

    /// <summary>The problem's identity.</summary>
    public const int MaxDedupeKeyLength = 500;

    private static readonly string[] Priorities = ["high", "medium", "low"];

    /// <summary>What is wrong with a repository's name, without a full stop, or null.</summary>
    internal static string? FaultOfTargetRepo(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        ? null
        : $"\"{name}\" is no repository name; it may hold letters, digits, '.', '_' and '-'";

    /// <summary>What is wrong with a priority, without a full stop, or null.</summary>
    internal static string? FaultOfPriority(string priority) => Priorities.Contains(priority, StringComparer.Ordinal)
        ? null
        : $"\"{priority}\" must be high, medium or low{Suggestion.For(priority, Priorities)}";
}
