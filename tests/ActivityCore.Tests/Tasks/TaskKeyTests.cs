using ActivityCore.Events;
using ActivityCore.Tasks;
using ActivityCore.Tests.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace ActivityCore.Tests.Tasks;

public sealed class TaskKeyTests
{
    [Fact]
    public void Create_OfKnownParts_NeverChanges() =>
        Assert.Equal(
            "ggu5usvnkitcdyxwqbhdb3iffd7drsytcvgrgdpuq7ztjv2pmryq",
            TaskKey.Create(Samples.DefinitionId, "the-custodian/state-hub/0b2f4a0e-1111-4222-8333-444455556666", "rule", "onboard", "alpha", "0/0"));

    [Fact]
    public void Create_OfDifferentParts_GivesDifferentKeys()
    {
        // Few letters and empty parts, so that the borders between parts are hit often.
        var part = Gen.Elements("", "a", "b", "ab", "ba", "/", "a/", "/b", "ä", "0");
        var parts = Gen.ArrayOf(part, 5);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Arb.From(parts), Arb.From(parts), (first, second) =>
            first.SequenceEqual(second, StringComparer.Ordinal) == string.Equals(Key(first), Key(second), StringComparison.Ordinal)));
    }

    [Fact]
    public void Create_OfAnyText_IsLegalAsHeaderFileNameAndLabel() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text =>
            Key([text ?? "", "a", "b", "c", "d"]) is { Length: 52 } key && key.All(c => c is >= 'a' and <= 'z' or >= '2' and <= '7')));

    [Fact]
    public void Create_ForTwoDefinitionsTwoRulesThreeItemsTwoRepos_GivesExactlyTheProductInAnyOrder()
    {
        var occurrence = Occurrence.OfEvent(Samples.Event()).Key;
        var definitions = new[] { Samples.DefinitionId, Guid.NewGuid() };
        var causes = (from definition in definitions
                      from rule in new[] { "r1", "r2" }
                      from item in new[] { "x", "y", "z" }
                      from repo in new[] { "alpha", "beta" }
                      select (definition, rule, item, repo)).ToArray();
        var expected = causes.Select(cause => TaskKey.Create(cause.definition, occurrence, "rule", cause.rule, cause.repo, cause.item)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(24, expected.Count);

        for (var round = 0; round < 1_000; round++)
        {
            Random.Shared.Shuffle(causes);
            Assert.True(expected.SetEquals(causes.Select(cause => TaskKey.Create(cause.definition, occurrence, "rule", cause.rule, cause.repo, cause.item))));
        }
    }

    [Fact]
    public void Create_ForEqualIdsFromTwoPublishers_GivesTwoKeys()
    {
        var id = Guid.NewGuid();

        Assert.NotEqual(Samples.Task(Samples.Event(id, "hub-a")).Key, Samples.Task(Samples.Event(id, "hub-b")).Key);
    }

    [Fact]
    public void Uuid5_OfTheStandardsExample_IsTheStandardsAnswer() =>
        Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), Uuid5.Create(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));

    private static string Key(string[] parts) => TaskKey.Create(Samples.DefinitionId, parts[0], parts[1], parts[2], parts[3], parts[4]);
}
