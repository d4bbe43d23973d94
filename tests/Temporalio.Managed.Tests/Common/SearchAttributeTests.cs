using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Managed.Tests.Common;

public class SearchAttributeTests
{
    private static readonly SearchAttributeKey<string> Text = SearchAttributeKey.CreateText("text");
    private static readonly SearchAttributeKey<string> Keyword = SearchAttributeKey.CreateKeyword("keyword");
    private static readonly SearchAttributeKey<long> Number = SearchAttributeKey.CreateLong("number");
    private static readonly SearchAttributeKey<double> Real = SearchAttributeKey.CreateDouble("real");
    private static readonly SearchAttributeKey<bool> Flag = SearchAttributeKey.CreateBool("flag");
    private static readonly SearchAttributeKey<DateTimeOffset> Time = SearchAttributeKey.CreateDateTimeOffset("time");
    private static readonly SearchAttributeKey<IReadOnlyCollection<string>> Words = SearchAttributeKey.CreateKeywordList("words");
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Proto_EveryType_SurvivesTheRoundTrip()
    {
        var proto = All().ToProto();
        var read = SearchAttributeCollection.FromProto(proto);

        Assert.Equal(("a b", "k", 7L, 1.5, true, Noon), (read.Get(Text), read.Get(Keyword), read.Get(Number), read.Get(Real), read.Get(Flag), read.Get(Time)));
        Assert.Equal("x y", string.Join(' ', read.Get(Words)));
        Assert.Equal("KeywordList", proto.IndexedFields["words"].Metadata["type"].ToStringUtf8());
        Assert.Equal("Datetime", proto.IndexedFields["time"].Metadata["type"].ToStringUtf8());
        Assert.Equal("json/plain", proto.IndexedFields["time"].Metadata["encoding"].ToStringUtf8());
        Assert.Equal(7, read.Count);
    }

    [Fact]
    public void Get_OtherTypeOfTheSameName_IsNotFound()
    {
        var sut = All();

        Assert.Throws<KeyNotFoundException>(() => sut.Get(SearchAttributeKey.CreateText("keyword")));
        Assert.False(sut.TryGetValue(SearchAttributeKey.CreateLong("keyword"), out _));
        Assert.False(sut.ContainsKey(SearchAttributeKey.CreateText("keyword")));
        Assert.True(sut.ContainsKey("keyword"));
    }

    [Fact]
    public void Builder_SameNameOtherType_Replaces()
    {
        var sut = new SearchAttributeCollection.Builder(All()).Set(SearchAttributeKey.CreateText("keyword"), "now text").Unset("number").Unset(Real).ToSearchAttributeCollection();

        Assert.Equal("now text", sut.Get(SearchAttributeKey.CreateText("keyword")));
        Assert.False(sut.ContainsKey(Keyword));
        Assert.Equal(5, sut.Count);
    }

    [Fact]
    public void FromProto_NullOrUnknown_IsLeftOutOrRefused()
    {
        var nothing = DataConverter.Default.PayloadConverter.ToPayload(null);
        nothing.Metadata["type"] = ByteString.CopyFromUtf8("Keyword");
        var odd = DataConverter.Default.PayloadConverter.ToPayload("x");
        odd.Metadata["type"] = ByteString.CopyFromUtf8("Colour");

        Assert.Empty(SearchAttributeCollection.FromProto(new SearchAttributes { IndexedFields = { ["a"] = nothing } }));
        Assert.Throws<ArgumentException>(() => SearchAttributeCollection.FromProto(new SearchAttributes { IndexedFields = { ["a"] = odd } }));
        Assert.Throws<ArgumentException>(() => SearchAttributeCollection.FromProto(new SearchAttributes { IndexedFields = { ["a"] = new Payload() } }));
    }

    [Fact]
    public void ApplyUpdates_SetAndUnset_ChangesByName()
    {
        var sut = new SearchAttributeCollection.Builder(All()).ToSearchAttributeCollection();

        sut.ApplyUpdates([Keyword.ValueSet("new"), Number.ValueUnset(), SearchAttributeKey.CreateText("words").ValueSet("plain")]);

        Assert.Equal("new", sut.Get(Keyword));
        Assert.False(sut.ContainsKey("number"));
        Assert.Equal("plain", sut.Get(SearchAttributeKey.CreateText("words")));
    }

    [Fact]
    public void ApplyUpdates_TwoOfOneName_ChangesNothing()
    {
        var sut = All();

        Assert.Throws<ArgumentException>(() => sut.ApplyUpdates([Keyword.ValueSet("a"), SearchAttributeKey.CreateText("keyword").ValueUnset()]));
        Assert.Equal("k", sut.Get(Keyword));
    }

    [Fact]
    public void Update_ThatUnsets_HasNoValue() => Assert.Throws<InvalidOperationException>(() => Keyword.ValueUnset().Value);

    [Fact]
    public void Key_NameAndType_AreItsIdentity()
    {
        Assert.True(SearchAttributeKey.CreateText("a") == SearchAttributeKey.CreateText("a"));
        Assert.True(SearchAttributeKey.CreateText("a") != (SearchAttributeKey)SearchAttributeKey.CreateKeyword("a"));
        Assert.True(SearchAttributeKey.CreateText("a") < (SearchAttributeKey)SearchAttributeKey.CreateText("b"));
        Assert.True((SearchAttributeKey?)null <= SearchAttributeKey.CreateText("b"));
    }

    private static SearchAttributeCollection All() => new SearchAttributeCollection.Builder()
        .Set(Text, "a b").Set(Keyword, "k").Set(Number, 7).Set(Real, 1.5).Set(Flag, true).Set(Time, Noon).Set(Words, ["x", "y"])
        .ToSearchAttributeCollection();
}
