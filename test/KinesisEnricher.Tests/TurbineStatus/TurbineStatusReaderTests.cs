using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KinesisEnricher.TurbineStatus;

namespace KinesisEnricher.Tests.TurbineStatus;

public sealed partial class TurbineStatusReaderTests
{
    const string Usual = """
        {"customer_name":"vestas","customer_asset_id":"WTG-1","source_system":"scada-1","signal_version":"v2","agg_window":"10m","ts":"2026-01-01 08:00:00",
        "signals":{"WindSpeed":7.5,"VMP":3,"note":"a\"b","deep":{"a":[1]}},"extra":[{"ts":1}]}
        """;

    [Theory]
    [InlineData(Usual)]
    [InlineData("{}")]
    [InlineData("""{"signals":null,"ts":null}""")]
    [InlineData("""{"signals":[1],"customer_name":{"a":1},"ts":1.50}""")]
    [InlineData("""{"ts":"a","ts":"b","signals":{"VMP":1},"signals":{"TAC":2}}""")]
    [InlineData("""{"customer_name":"v\u0065stas"}""")]
    public void What_producers_usually_write_is_read_as_the_serializer_reads_it(string json) => Assert.Equal(Shown(BySerializer(json)), Shown(Read(json)!));

    [Theory]
    [InlineData("\"ts\"", "\"TS\"")]
    [InlineData("\"ts\"", "\"t\\u0073\"")]
    [InlineData("\"signals\"", "\"Signals\"")]
    [InlineData("\"v2\"", "v2")]
    [InlineData("[{\"ts\":1}]}", "[{\"ts\":1}]} 1")]
    [InlineData("[{\"ts\":1}]}", "[{\"ts\":1}],}")]
    public void What_is_out_of_the_ordinary_is_left_to_the_serializer(string usual, string unusual)
    {
        Assert.Contains(usual, Usual);
        Assert.Null(Read(Usual.Replace(usual, unusual)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"ts\":\"a\"")]
    public void What_is_no_object_is_left_to_the_serializer(string json) => Assert.Null(Read(json));

    [Fact]
    public void Text_that_is_not_utf8_is_left_to_the_serializer()
    {
        var json = Encoding.UTF8.GetBytes("""{"ts":"?"}""");
        json[Array.IndexOf(json, (byte)'?')] = 0xff;
        Assert.Null(TurbineStatusReader.TryRead(json));
    }

    [Fact]
    public void Whatever_it_reads_is_what_the_serializer_reads()
    {
        string[] values = ["null", "1", "1.0", "-0", "1e40", "\"x\"", "true", "false", "[]", "{}", "{\"VMP\":\"3\",\"vmp\":4}", "\"\\n\""];
        var count = 0;
        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var json = Value().Replace(Usual, m => random.Next(4) == 0 ? ":" + values[random.Next(values.Length)] : m.Value);
            if (Read(json) is not { } read)
                continue;
            Assert.True(Shown(read) == Shown(BySerializer(json)), $"seed {seed}: {json}");
            count++;
        }
        Assert.InRange(count, 500, 2000);
    }

    [Fact]
    public void State_is_written_as_the_serializer_writes_it()
    {
        var state = new TurbineState { AssetId = "A-1", StatusCode = "S\u00e91", Ts = "2026-01-01 08:00:00" };
        var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            state.Write(writer);
        Assert.Equal(JsonSerializer.Serialize(state, TurbineStatusJson.Default.TurbineState), Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [GeneratedRegex(":(\"[^\"]*\"|[0-9.]+)")]
    private static partial Regex Value();

    static string Shown(TurbineStatusEvent e) =>
        $"{e.CustomerName} {e.CustomerAssetId} {e.SourceSystem} {e.SignalVersion} {e.Ts} {e.Signals?.Kind} {e.Signals?.Find("VMP")} {e.Signals?.Find("TAC")} {e.Signals?.Find("note")} {e.Signals?.Find("deep")}";

    static TurbineStatusEvent? Read(string json) => TurbineStatusReader.TryRead(Encoding.UTF8.GetBytes(json));

    static TurbineStatusEvent BySerializer(string json) => JsonSerializer.Deserialize(json, TurbineStatusJson.Default.TurbineStatusEvent)!;
}
