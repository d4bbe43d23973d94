using Temporalio.Common;

namespace Temporalio.Managed.Tests.Common;

public class ExpressionUtilTests
{
    private static int _evaluations;

    [Fact]
    public void ExtractCall_Instance_GivesMethodAndValues()
    {
        var local = "local";

        var (method, args) = ExpressionUtil.ExtractCall((Base target) => target.RunAsync(local + "!", Next()));

        Assert.Equal("RunAsync", method.Name);
        Assert.Equal<object?>(["local!", 1], args);
    }

    [Fact]
    public void ExtractCall_Override_IsTheMostSpecificMethod()
    {
        var (method, _) = ExpressionUtil.ExtractCall((Derived target) => target.RunAsync("", 0));

        Assert.Equal(typeof(Derived), method.DeclaringType);
    }

    [Fact]
    public void ExtractCall_Static_NeedsNoParameter()
    {
        var (method, args) = ExpressionUtil.ExtractCall(() => string.Concat("a", "b"));

        Assert.Equal("Concat", method.Name);
        Assert.Equal<object?>(["a", "b"], args);
    }

    [Fact]
    public void ExtractCall_OtherThanOneCall_SaysWhatItMustBe()
    {
        var other = new Base();

        Assert.StartsWith("Expression must be a single method call", Message(() => ExpressionUtil.ExtractCall((Base target) => 1 + 1)), StringComparison.Ordinal);
        Assert.StartsWith("Static call expression must not have a lambda parameter", Message(() => ExpressionUtil.ExtractCall((Base target) => string.Concat("a", "b"))), StringComparison.Ordinal);
        Assert.StartsWith("Instance call expression must have a single lambda parameter", Message(() => ExpressionUtil.ExtractCall((Base target) => other.RunAsync("", 0))), StringComparison.Ordinal);
    }

    private static int Next() => Interlocked.Increment(ref _evaluations);

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private class Base
    {
        public virtual Task RunAsync(string text, int number) => Task.FromResult(text + number);
    }

    private sealed class Derived : Base
    {
        public override Task RunAsync(string text, int number) => Task.CompletedTask;
    }
}
