using System.Text;
using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Tests.Lookups;

public sealed class ReferenceFileTests
{
    static MemoryLookUpSource Parse(string json) => ReferenceFile.Parse(Encoding.UTF8.GetBytes(json), "reference.json");

    static async Task<string?> ValueOf(MemoryLookUpSource source, string name, string key)
    {
        var found = await source.GetAsync([new LookUpKey(name, key)], Freshness.Cached, default);
        return found.Single().Value is { } json ? Encoding.UTF8.GetString(json.Span) : null;
    }

    [Fact]
    public async Task Values_are_found_by_source_and_key_as_they_are_written()
    {
        var source = Parse("""{ "asset": { "vestas:WTG-17": { "asset_id" : "A-17" }, "x": 5 }, "status": { "x": [1, {"a":null}] } }""");

        Assert.Equal("""{ "asset_id" : "A-17" }""", await ValueOf(source, "asset", "vestas:WTG-17"));
        Assert.Equal("5", await ValueOf(source, "asset", "x"));
        Assert.Equal("""[1, {"a":null}]""", await ValueOf(source, "status", "x"));
        Assert.Equal(3, source.Count);
    }

    [Fact]
    public async Task A_key_that_is_not_there_or_null_is_missing()
    {
        var source = Parse("""{"asset":{"gone":null}}""");

        Assert.Null(await ValueOf(source, "asset", "gone"));
        Assert.Null(await ValueOf(source, "asset", "other"));
        Assert.Null(await ValueOf(source, "other", "gone"));
    }

    [Fact]
    public async Task Escaped_names_and_a_byte_order_mark_are_read()
    {
        var source = Parse("\uFEFF{\"as\\u0073et\":{\"\\u00e9:1\":\"v\"}}");

        Assert.Equal("\"v\"", await ValueOf(source, "asset", "é:1"));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "", "reference.json, line 1: the file is not JSON" },
        { "[]", "reference.json: the file must be an object of look-up sources, not StartArray" },
        { "{\n  \"asset\": [\n] }", "reference.json: 'asset' must be an object of keys and their values, not StartArray" },
        { "{\n  \"asset\": {\n \"a\": }\n}", "reference.json, line 3: the file is not JSON" },
        { "{\"asset\":{}} x", "reference.json, line 1: the file is not JSON" },
        { "{\"asset\":{\"a\":{\"b\":1}", "reference.json, line 1: the file is not JSON" },
        { "{\"asset\":{\"a\":1,\"a\":2}}", "reference.json: 'asset' has the key 'a' twice" },
        { "{\"\\ud800\":{}}", "reference.json: a name is not valid Unicode" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_named_with_the_place_and_what_is_expected(string json, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Parse(json));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var error = Assert.ThrowsAny<IOException>(() => ReferenceFile.Load("no/such/reference.json"));

        Assert.Contains("reference.json", error.Message, StringComparison.Ordinal);
    }
}
