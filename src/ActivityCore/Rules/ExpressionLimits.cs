namespace ActivityCore.Rules;

/// <summary>The bounds of the expression language. They are checked before and while a text is read, so that no text can exhaust stack, memory or time.</summary>
public static class ExpressionLimits
{
    /// <summary>Length of one expression, in UTF-16 units.</summary>
    public const int MaxTextLength = 2_048;

    /// <summary>Nesting of parentheses, calls, signs, <c>not</c> and <c>? :</c>.</summary>
    public const int MaxDepth = 32;

    /// <summary>Steps of one evaluation: each operator, operand and call is one, each item that a list function looks at is one.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>Length of any string that is read or made, in UTF-16 units.</summary>
    public const int MaxStringLength = 65_536;

    /// <summary>Length of the pattern of <c>matches</c>.</summary>
    public const int MaxPatternLength = 256;

    /// <summary>Length of the text that <c>matches</c> looks at.</summary>
    public const int MaxPatternInputLength = 4_096;

    /// <summary>Length of one template's text.</summary>
    public const int MaxTemplateLength = 16_384;

    /// <summary>Places with <c>{{ }}</c> in one template.</summary>
    public const int MaxTemplatePlaces = 100;

    /// <summary>Items that a <c>for_each</c> walks over.</summary>
    public const int MaxItems = 10_000;

    /// <summary>Steps of one rule over all its items and templates. Each rule has its own, so that rules do not influence each other.</summary>
    public const int MaxStepsPerRule = 2_000_000;

    /// <summary>Rendered text of one rule over all its tasks, in UTF-16 units.</summary>
    public const int MaxTextPerRule = 16 * 1_024 * 1_024;
}
