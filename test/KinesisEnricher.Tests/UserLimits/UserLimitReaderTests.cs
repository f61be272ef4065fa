using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.UserLimits;

namespace KinesisEnricher.Tests.UserLimits;

public sealed partial class UserLimitReaderTests
{
    const string Progress = """
        {"aggregateId":"u-1","context":{"correlationId":"c","type":"x"},"createdAt":1767225600000,"eventId":"01KD","payload":{"brandId":"600000000000000000000042",
        "userId":"u-1","userLimitId":"l-1","currencyCode":"EUR","nextResetTime":1767312000000,"amount":"12.50","previousProgress":"0.10","remainingAmount":"7"},
        "sequenceNumber":12,"source":"limitUser","type":"USER_LIMIT_PROGRESS_CHANGED"}
        """;

    const string Created = """
        {"type":"USER_LIMIT_CREATED","sequenceNumber":1,"aggregateId":"u-ä","createdAt":1,"eventId":"e","payload":{"userId":"u-2","brandId":"1","userLimitId":"l",
        "currencyCode":"EUR","activeFrom":1,"activeUntil":2,"createdAt":3,"period":"CALENDAR_DAY","status":"IN_COOLDOWN","type":"SESSION","value":"10.00",
        "previousLimitValue":"9","progress":"1","resetAmount":"2.0","resetPercentage":"3","unusedAmount":"4","other":[{"value":5}]}}
        """;

    [Theory]
    [InlineData(Progress)]
    [InlineData(Created)]
    [InlineData("""{"payload":{"remainingAmount":"-12.50"}}""")]
    [InlineData("""{"payload":{"remainingAmount":"-0"}}""")]
    [InlineData("{}")]
    [InlineData("""{"payload":{}}""")]
    [InlineData("""{"eventId":"a","eventId":"b","payload":{"value":"1"},"payload":{"amount":"2"}}""")]
    public void What_producers_usually_write_is_read_as_the_serializer_reads_it(string json) => Assert.Equal(BySerializer(json), Read(json));

    [Theory]
    [InlineData("\"u-1\",\"context\"", "\"u-\\u0031\",\"context\"")]
    [InlineData("\"eventId\"", "\"EventId\"")]
    [InlineData("\"eventId\"", "\"event\\u0049d\"")]
    [InlineData("\"12.50\"", "12.50")]
    [InlineData("\"12.50\"", "\"-12.50\"")]
    [InlineData("\"12.50\"", "\"1e3\"")]
    [InlineData("\"12.50\"", "\"\"")]
    [InlineData("\"12.50\"", "\"1234567890123456789012345678.5\"")]
    [InlineData("\"amount\"", "\"AMOUNT\"")]
    [InlineData(":12,", ":12.0,")]
    [InlineData("\"01KD\"", "null")]
    [InlineData("\"01KD\"", "7")]
    public void What_is_out_of_the_ordinary_is_left_to_the_serializer(string usual, string unusual)
    {
        Assert.Contains(usual, Progress);
        Assert.Null(Read(Progress.Replace(usual, unusual)));
    }

    [Fact]
    public void Whatever_it_reads_is_what_the_serializer_reads()
    {
        string[] values = ["null", "1", "1.0", "\"1\"", "\"1.10\"", "\"x\"", "true", "[]", "{}", "\"-1.10\"", "\"--1\"", "\"-\"", "\"DAY\"", "\"BET\"", "-5", "\".5\"", "\"5.\"", "\".\"", "1e2"];
        UserLimitEvent? used = null; // What was read into it before must not show.
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var json = Value().Replace(random.Next(2) == 0 ? Progress : Created, m => random.Next(20) == 0 ? ":" + values[random.Next(values.Length)] : m.Value);
            if (Read(json, used) is not { } read)
                continue;
            Assert.True(read == BySerializer(json), $"seed {seed}: {json}");
            used = read;
        }
    }

    [GeneratedRegex(":(\"[^\"]*\"|[0-9]+)")]
    private static partial Regex Value();

    static UserLimitEvent? Read(string json, UserLimitEvent? used = null) => UserLimitReader.TryRead(Encoding.UTF8.GetBytes(json), new RecentTexts(), used, out _);

    static UserLimitEvent? BySerializer(string json) => JsonSerializer.Deserialize(json, UserLimitsJson.Default.UserLimitEvent);
}
