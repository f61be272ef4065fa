using System.Text.Json;

namespace KinesisEnricher.Tests.Samples;

/// <summary>The validator itself: a schema test is worth what this can tell apart.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "2021.0", "2021.5")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"boolean"}""", "false", "\"no\"")]
    [InlineData("""{"type":"object","required":["a"]}""", """{"a":null}""", """{"A":1}""")]
    [InlineData("""{"properties":{"a":{"type":"number"}}}""", """{"b":"x"}""", """{"a":"x"}""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"b":"x"}""", """{"b":1}""")]
    [InlineData("""{"type":"array","items":{"minimum":1},"minItems":1}""", "[1,2]", "[2,0]")]
    [InlineData("""{"minItems":2}""", "[1,2]", "[1]")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"ab\"", "\"abcd\"")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"pattern":"^[0-9]+$"}""", "\"01\"", "\"0x\"")]
    [InlineData("""{"minimum":0,"maximum":1}""", "1", "1.01")]
    [InlineData("""{"enum":["a",null]}""", "null", "\"b\"")]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1.0]}""", """{"a":[2]}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"minimum":5}]}""", "5", "4")]
    [InlineData("""{"oneOf":[{"minimum":5},{"maximum":9}]}""", "10", "7")]
    [InlineData("""{"allOf":[{"minimum":5},{"maximum":9}]}""", "7", "10")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null")]
    [InlineData("""{"$ref":"#/$defs/id","$defs":{"id":{"type":"string"}}}""", "\"x\"", "1")]
    [InlineData("""{"$ref":"other.json#/$defs/id"}""", "1", "\"x\"")]
    [InlineData("""{"$ref":"other.json","maximum":9}""", "9", "10")]
    public void What_fits_is_told_from_what_does_not(string schema, string fits, string breaks)
    {
        var other = new JsonSchema("""{"type":"integer","$defs":{"id":{"$ref":"#"}}}""");
        var validator = new JsonSchema(schema, name => name == "other.json" ? other : throw new FileNotFoundException(name));

        Assert.Empty(validator.Check(Parse(fits)));
        Assert.NotEmpty(validator.Check(Parse(breaks)));
    }

    [Fact]
    public void What_does_not_fit_is_named_by_its_path()
    {
        var schema = new JsonSchema("""{"properties":{"list":{"items":{"required":["id"],"properties":{"n":{"maximum":3}}}}}}""");

        Assert.Equal(["$.list[1].id: required", "$.list[1].n: 3 or less expected"], schema.Check(Parse("""{"list":[{"id":1},{"n":4}]}""")));
    }

    [Theory]
    [InlineData("""{"multipleOf":2}""")]
    [InlineData("""{"properties":{"a":{"format":"date"}}}""")]
    [InlineData("""{"$defs":{"a":{"items":{"if":true}}}}""")]
    [InlineData("""{"oneOf":[{"Type":"string"}]}""")]
    public void A_keyword_that_is_not_known_is_an_error(string schema) => Assert.Throws<NotSupportedException>(() => new JsonSchema(schema));

    static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
