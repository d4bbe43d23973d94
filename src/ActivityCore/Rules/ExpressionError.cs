namespace ActivityCore.Rules;

/// <summary>Why a text is no expression: the sentence names the cure.</summary>
/// <param name="Position">0-based place in the text.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ExpressionError(int Position, string Message);
