using System.Text.Json;
using ActivityCore.Events.Schemas;

namespace ActivityCore.Tests.Events;

public class JsonSchemaTests
{
    /// <summary>Schema, a value that fits, a value that does not, and what is said of it.</summary>
    public static TheoryData<string, string, string, string> Keywords => new()
    {
        { """{"type":"string"}""", "\"a\"", "1", "`x` must be string." },
        { """{"type":"integer"}""", "1.0", "1.5", "`x` must be integer." },
        { """{"type":["number","null"]}""", "null", "true", "`x` must be number or null." },
        { """{"type":"object"}""", "{}", "[]", "`x` must be object." },
        { """{"type":"boolean"}""", "false", "null", "`x` must be boolean." },
        { """{"enum":[1,"a",{"b":[2]}]}""", """{"b":[2.0]}""", "2", "`x` must be one of [1,\"a\",{\"b\":[2]}]." },
        { """{"const":{"a":1,"b":2}}""", """{"b":2,"a":1}""", "{}", "`x` must be {\"a\":1,\"b\":2}." },
        { """{"required":["a"]}""", """{"a":null}""", "{}", "`x.a` is missing." },
        { """{"dependentRequired":{"a":["b"]}}""", """{"c":1}""", """{"a":1}""", "`x.b` is missing." },
        { """{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""", "`x.a` must be string." },
        { """{"properties":{"a":{}},"patternProperties":{"^p":{"type":"null"}},"additionalProperties":false}""", """{"a":1,"p1":null}""", """{"q":1}""", "`x.q` is not allowed." },
        { """{"patternProperties":{"^p":{"type":"null"}}}""", """{"q":1}""", """{"p1":1}""", "`x.p1` must be null." },
        { """{"additionalProperties":{"type":"number"}}""", """{"a":1}""", """{"a":""}""", "`x.a` must be number." },
        { """{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""", "`x.abc` must have 2 characters or less." },
        { """{"minProperties":1}""", """{"a":1}""", "{}", "`x` must have 1 members or more." },
        { """{"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":2}""", "`x` must have 1 members or less." },
        { """{"items":{"type":"number"}}""", "[1,2]", "[1,\"a\"]", "`x[1]` must be number." },
        { """{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\"]", "[\"a\",1]", "`x[1]` is not allowed." },
        { """{"contains":{"type":"string"}}""", "[1,\"a\"]", "[1]", "`x` has 0 items that fit `contains`." },
        { """{"contains":{"type":"string"},"minContains":0,"maxContains":1}""", "[]", "[\"a\",\"b\"]", "`x` has 2 items that fit `contains`." },
        { """{"minItems":1}""", "[1]", "[]", "`x` must have 1 items or more." },
        { """{"maxItems":1}""", "[1]", "[1,2]", "`x` must have 1 items or less." },
        { """{"uniqueItems":true}""", "[1,\"1\",true,[1],[2]]", "[1,1.0]", "`x` holds an item twice." },
        { """{"uniqueItems":true}""", "[]", """[{"a":1,"b":2},{"b":2,"a":1}]""", "`x` holds an item twice." },
        { """{"minLength":2}""", "\"ab\"", "\"😀\"", "`x` must have 2 characters or more." },
        { """{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"", "`x` does not fit the pattern `^a+$`." },
        { """{"minimum":1.5}""", "1.5", "1.4", "`x` must be 1.5 or more." },
        { """{"maximum":2}""", "2.0", "2.1", "`x` must be 2 or less." },
        { """{"exclusiveMinimum":1}""", "1.1", "1", "`x` must be more than 1." },
        { """{"exclusiveMaximum":1}""", "0", "1.0", "`x` must be less than 1." },
        { """{"multipleOf":0.1}""", "0.3", "0.35", "`x` must be a multiple of 0.1." },
        { """{"allOf":[{"type":"number"},{"minimum":2}]}""", "2", "1", "`x` must be 2 or more." },
        { """{"anyOf":[{"type":"number"},{"type":"null"}]}""", "null", "\"a\"", "`x` fits none of the schemas under `anyOf`." },
        { """{"oneOf":[{"type":"number"},{"minimum":2}]}""", "1", "2", "`x` fits 2 of the schemas under `oneOf` and must fit exactly one." },
        { """{"not":{"type":"null"}}""", "1", "null", "`x` fits the schema under `not`." },
        { """{"if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", """{"a":1,"b":1}""", """{"a":1}""", "`x.b` is missing." },
        { """{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", """{"c":1}""", "{}", "`x.c` is missing." },
        { """{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"null"}}}""", "null", "1", "`x` must be null." },
        { """{"properties":{"child":{"$ref":"#"},"n":{"type":"number"}}}""", """{"child":{"child":{"n":1}}}""", """{"child":{"child":{"n":""}}}""", "`x.child.child.n` must be number." },
        { """{"format":"uuid"}""", "\"8f4e2c1a-6b0d-4e57-9c3a-2d1f0b9a7e65\"", "\"8f4e2c1a\"", "`x` is no uuid." },
        { """{"format":"date"}""", "\"2026-02-28\"", "\"2026-02-30\"", "`x` is no date." },
        { """{"format":"date-time"}""", "\"2026-05-17T03:49:29.5+02:00\"", "\"2026-05-17T03:49:29\"", "`x` is no date-time." },
        { """{"format":"email"}""", "\"a@b.example\"", "\"a b\"", "`x` is no email." },
        { """{"format":"uri"}""", "\"https://a.example/b\"", "\"/a b\"", "`x` is no uri." },
        { """{"format":"ipv4"}""", "\"10.0.0.1\"", "\"10.1\"", "`x` is no ipv4." },
        { """{"format":"ipv6"}""", "\"::1\"", "\"10.0.0.1\"", "`x` is no ipv6." },
        { "false", "", "1", "`x` is not allowed." },
    };

    [Theory]
    [MemberData(nameof(Keywords))]
    public void Validate_Keyword_FitsOrSaysWhyNot(string schema, string fits, string fails, string said)
    {
        var sut = JsonSchema.TryCompile(JsonElement.Parse(schema), out var faults);

        Assert.Empty(faults);
        if (fits.Length > 0)
            Assert.Empty(sut!.Validate(JsonElement.Parse(fits), "x"));

        Assert.Equal([said], sut!.Validate(JsonElement.Parse(fails), "x"));
    }

    [Theory]
    [InlineData("""{"minLength":5,"pattern":"^a","minimum":3,"required":["a"],"items":false}""", "true")]
    [InlineData("""{"minimum":3}""", "\"1\"")]
    [InlineData("""{"pattern":"^a"}""", "1")]
    [InlineData("""{"title":"t","description":"d","default":1,"examples":[1],"$comment":"c","deprecated":true,"readOnly":true,"writeOnly":true,"$schema":"https://json-schema.org/draft/2020-12/schema"}""", "{}")]
    [InlineData("true", "1")]
    public void Validate_KeywordOfAnotherKindOfValueOrAnnotation_PlaysNoPart(string schema, string instance) =>
        Assert.Empty(JsonSchema.TryCompile(JsonElement.Parse(schema), out _)!.Validate(JsonElement.Parse(instance), "x"));

    [Theory]
    [InlineData("[]", "`schema` must be a schema: an object, true or false.")]
    [InlineData("""{"unevaluatedProperties":false}""", "`schema.unevaluatedProperties` is a keyword that is not taken here: leave it out.")]
    [InlineData("""{"$dynamicRef":"#a"}""", "`schema.$dynamicRef` is a keyword that is not taken here: leave it out.")]
    [InlineData("""{"properties":{"a":{"tpye":"string"}}}""", "`schema.properties.a.tpye` is a keyword that is not taken here: leave it out.")]
    [InlineData("""{"type":"text"}""", "`schema.type` must be of null, boolean, object, array, number, integer, string.")]
    [InlineData("""{"format":"hostname"}""", "`schema.format` must be one of date, date-time, email, ipv4, ipv6, uri, uuid.")]
    [InlineData("""{"$ref":"https://example.org/s.json"}""", "`schema.$ref` must point into this schema, such as \"#/$defs/name\".")]
    [InlineData("""{"$ref":"../../etc/passwd"}""", "`schema.$ref` must point into this schema, such as \"#/$defs/name\".")]
    [InlineData("""{"$ref":"#/$defs/b","$defs":{"a":{}}}""", "`schema.$ref` points to `#/$defs/b`, which is not in this schema.")]
    [InlineData("""{"pattern":"(?=a)"}""", "`schema.pattern` holds the pattern `(?=a)`, which cannot be used: write it without look-around and back references.")]
    [InlineData("""{"pattern":"("}""", "`schema.pattern` holds the pattern `(`, which cannot be used: write it without look-around and back references.")]
    [InlineData("""{"minLength":-1}""", "`schema.minLength` must be a whole number of 0 or more.")]
    [InlineData("""{"multipleOf":0}""", "`schema.multipleOf` must be a number above 0.")]
    [InlineData("""{"required":"a"}""", "`schema.required` must be a list of names.")]
    [InlineData("""{"anyOf":[]}""", "`schema.anyOf` must be a list of schemas.")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", "`schema.$schema` must be draft 2020-12, or left out.")]
    public void TryCompile_WhatIsNotTaken_IsRefused(string schema, string said)
    {
        Assert.Null(JsonSchema.TryCompile(JsonElement.Parse(schema), out var faults));
        Assert.Equal([said], faults);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""", "{}")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}""", "{}")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}]}}}""", "[1]")]
    public void Validate_SchemaThatNeverEnds_IsCutShort(string schema, string instance) =>
        Assert.Contains(JsonSchema.TryCompile(JsonElement.Parse(schema), out _)!.Validate(JsonElement.Parse(instance), "x"), f => f.Length > 0);

    [Fact]
    public void Validate_LongListsAndTexts_StayCheap()
    {
        var sut = JsonSchema.TryCompile(JsonElement.Parse("""{"items":{"pattern":"^(a+)+$"},"uniqueItems":true}"""), out _)!;
        var list = JsonSerializer.SerializeToElement(Enumerable.Range(0, 20_000).Select(i => $"{new string('a', 30)}!{i}"));

        Assert.Equal(20, sut.Validate(list, "x").Count);
    }
}
