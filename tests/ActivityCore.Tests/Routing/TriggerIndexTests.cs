using ActivityCore.Definitions;
using ActivityCore.Routing;

namespace ActivityCore.Tests.Routing;

public class TriggerIndexTests
{
    [Theory]
    [InlineData("org.statehub.repo.registered", "org.statehub.repo.registered", true)]
    [InlineData("org.statehub.repo.registered", "org.statehub.repo.Registered", false)]
    [InlineData("org.*.repo", "org.a.repo", true)]
    [InlineData("org.*.repo", "org.repo", false)]
    [InlineData("org.*", "org.a.b", false)]
    [InlineData("org.>", "org.a.b", true)]
    [InlineData("org.>", "org", false)]
    [InlineData("*.a.>", "x.a.b.c", true)]
    [InlineData("*.a.>", "x.a", false)]
    public void Match_Pattern_FollowsNatsSubjects(string pattern, string type, bool fits) =>
        Assert.Equal(fits, new TriggerIndex([Definition(1, pattern)]).Match(type).Count == 1);

    [Fact]
    public void Match_SeveralTriggersOfOneDefinition_GivesItOnceWithAllInTheOrderOfTheFile()
    {
        var index = new TriggerIndex([Definition(1, "a.>", "x", "a.b", "a.*")]);

        var match = Assert.Single(index.Match("a.b"));

        Assert.Equal(["a.>", "a.b", "a.*"], match.Triggers.Select(t => t.Type));
    }

    [Fact]
    public void Match_DisabledDefinition_IsLeftOut() =>
        Assert.Empty(new TriggerIndex([Definition(1, "a") with { Enabled = false }]).Match("a"));

    /// <summary>The trie against a walk over every pattern, for many random sets and in two orders.</summary>
    [Fact]
    public void Match_RandomSets_EqualsBruteForceInAnyOrder()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var definitions = Enumerable.Range(0, random.Next(1, 12)).Select(i => Definition(i, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Type(random, wildcards: true))])).ToArray();
            var forwards = new TriggerIndex(definitions);
            var backwards = new TriggerIndex(definitions.Reverse());
            for (var probe = 0; probe < 20; probe++)
            {
                var type = Type(random, wildcards: false);
                var expected = definitions
                    .Select(d => (d.Name, Types: d.Triggers.OfType<Trigger.OnEvent>().Where(t => Fits(t.Type, type)).Select(t => t.Type).ToArray()))
                    .Where(d => d.Types.Length > 0)
                    .OrderBy(d => definitions.Single(x => x.Name == d.Name).Id)
                    .Select(d => $"{d.Name}: {string.Join(' ', d.Types)}")
                    .ToArray();

                Assert.Equal(expected, Text(forwards.Match(type)));
                Assert.Equal(expected, Text(backwards.Match(type)));
            }
        }
    }

    // Another way to say it than the index's: a regular expression for each pattern.
    private static bool Fits(string pattern, string type) => System.Text.RegularExpressions.Regex.IsMatch(
        type,
        "^" + string.Join(@"\.", pattern.Split('.').Select(part => part switch { "*" => "[^.]+", ">" => ".+", _ => System.Text.RegularExpressions.Regex.Escape(part) })) + "$");

    private static IEnumerable<string> Text(IEnumerable<TriggerMatch> matches) => matches.Select(m => $"{m.Definition.Name}: {string.Join(' ', m.Triggers.Select(t => t.Type))}");

    private static string Type(Random random, bool wildcards)
    {
        var parts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => wildcards && random.Next(3) == 0 ? "*" : "abc"[random.Next(3)].ToString()).ToList();
        if (wildcards && random.Next(4) == 0)
            parts.Add(">");

        return string.Join('.', parts);
    }

    private static ActivityDefinition Definition(int number, params string[] types) => new()
    {
        Id = new Guid(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        Name = $"d{number}",
        Owner = "team",
        Triggers = [.. types.Select(type => new Trigger.OnEvent { Type = type })],
        Hash = "",
        Source = "",
        File = "",
    };
}
