using System.Reflection;
using System.Text.RegularExpressions;
using RealComponents;
using Temporalio.Client;
using Temporalio.Testing;

namespace Temporalio.Managed.Tests.Common;

/// <summary>docs/temporal.md says what of the SDK there is; here the code is asked.</summary>
public sealed partial class DocumentedSurfaceTests
{
    private static readonly Lazy<string> Page = new(() =>
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "temporal.md"));
        return page[page.IndexOf("\n# The client and the worker\n", StringComparison.Ordinal)..];
    });

    [Fact]
    public void Page_EveryNameOfTheSdk_IsPublic()
    {
        var types = new[] { typeof(TemporalClient).Assembly, typeof(WorkflowEnvironment).Assembly }.SelectMany(assembly => assembly.GetExportedTypes()).ToList();
        var known = types.Select(type => type.Name.Split('`')[0])
            .Concat(types.Select(type => type.Namespace!))
            .Concat(types.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)).Select(member => member.Name))
            .ToHashSet(StringComparer.Ordinal);
        var names = Names().Matches(Page.Value).Select(match => match.Groups["name"].Value).ToList();

        Assert.InRange(names.Count, 40, 200);
        Assert.DoesNotContain(names, name => !known.Contains(name));
    }

    [Fact]
    public void Page_EveryException_IsNamed()
    {
        var thrown = typeof(TemporalClient).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is "Temporalio.Exceptions" && !type.IsAbstract && type.IsSubclassOf(typeof(Exception)))
            .Select(type => type.Name)
            // What all are, what only tells of the service's side, and what is thrown inside an activity that ends elsewhere.
            .Except(["TemporalException", "FailureException", "ServerFailureException", "AsyncActivityCanceledException"], StringComparer.Ordinal);

        Assert.DoesNotContain(thrown, name => !Page.Value.Contains($"`{name}`", StringComparison.Ordinal));
    }

    /// <summary>The names of metrics on the page, without their prefix.</summary>
    internal static IReadOnlyList<string> Metrics() =>
        [.. Words().Matches(Page.Value).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z.]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names();

    [GeneratedRegex("`(?<name>[a-z]+(_[a-z]+)*)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
