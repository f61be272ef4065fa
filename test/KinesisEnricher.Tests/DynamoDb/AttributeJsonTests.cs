using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using KinesisEnricher.DynamoDb;

namespace KinesisEnricher.Tests.DynamoDb;

public sealed class AttributeJsonTests
{
    [Fact]
    public void Fields_become_native_attributes()
    {
        var item = Item("""{"userId":"u-1","used":12.50,"active":true,"reset":null,"tags":["a",1],"period":{"from":"x"}}""");

        Assert.Equal("u-1", item["userId"].S);
        Assert.Equal("12.50", item["used"].N);
        Assert.True(item["active"].BOOL);
        Assert.True(item["reset"].NULL);
        Assert.Equal(["a", null], item["tags"].L.Select(value => value.S));
        Assert.Equal("x", item["period"].M["from"].S);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"a":"é"}""", 3)]
    [InlineData("""{"a":123,"b":true,"c":null}""", 8)]
    [InlineData("""{"a":["x",["y"]]}""", 12)]
    [InlineData("""{"a":{"b":"x"}}""", 7)]
    public void Size_is_counted_as_dynamodb_does(string json, int bytes) => Assert.Equal(bytes, AttributeJson.SizeOf(Item(json)));

    [Theory]
    [InlineData("pk")]
    [InlineData("v")]
    [InlineData("rev")]
    [InlineData("marks")]
    [InlineData("expiresAt")]
    public void Names_that_items_need_for_themselves_are_refused(string name)
    {
        var fault = Assert.Throws<FormatException>(() => Item($$"""{"a":1,"{{name}}":2}"""));
        Assert.Contains($"'{name}'", fault.Message, StringComparison.Ordinal);
        Item($$"""{"inner": {"{{name}}":2} }""");
    }

    [Theory]
    [InlineData("""{"":1}""")]
    [InlineData("""{"a":{"":1}}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    [InlineData("""{"a":123456789012345678901234567890123456789}""")]
    [InlineData("""{"a":1.2345678901234567890123456789012345678900001}""")]
    [InlineData("""{"a":1e126}""")]
    [InlineData("""{"a":10e125}""")]
    [InlineData("""{"a":1e-131}""")]
    [InlineData("""{"a":0.1e-130}""")]
    [InlineData("""{"a":1e99999999999}""")]
    public void What_no_item_can_hold_is_refused(string json) => Assert.Throws<FormatException>(() => Item(json));

    [Theory]
    [InlineData("0")]
    [InlineData("-0.000")]
    [InlineData("0e999")]
    [InlineData("12345678901234567890123456789012345678")]
    [InlineData("-0.12345678901234567890123456789012345678")]
    [InlineData("123456789012345678901234567890123456780000")]
    [InlineData("9.9e125")]
    [InlineData("1e-130")]
    [InlineData("0.001e128")]
    public void Numbers_that_an_item_can_hold_are_kept_as_they_are(string number) => Assert.Equal(number, Item($$"""{"a":{{number}}}""")["a"].N);

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public void Anything_but_an_object_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Item(json));

    [Fact]
    public void Sets_and_binary_that_others_wrote_can_be_read()
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["pk"] = new() { S = "ASSET#1" },
            ["names"] = new() { SS = ["a", "b"] },
            ["numbers"] = new() { NS = ["1", "2.5"] },
            ["bytes"] = new() { B = new MemoryStream([1, 2]) },
        };
        Assert.Equal("""{"names":["a","b"],"numbers":[1,2.5],"bytes":"AQI="}""", Encoding.UTF8.GetString(AttributeJson.FieldsOf(item)));
    }

    [Fact]
    public void Any_object_comes_back_as_it_went_in()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var json = JsonObjects.Next(random).ToJsonString();
            var back = JsonNode.Parse(AttributeJson.FieldsOf(Item(json)));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), back), $"seed {seed}, object {i}:\n{json}\n{back?.ToJsonString()}");
        }
    }

    static Dictionary<string, AttributeValue> Item(string json)
    {
        var item = new Dictionary<string, AttributeValue>();
        AttributeJson.AddFields(item, Encoding.UTF8.GetBytes(json));
        return item;
    }
}
