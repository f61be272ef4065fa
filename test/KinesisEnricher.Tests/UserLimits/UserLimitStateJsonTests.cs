using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.UserLimits;

namespace KinesisEnricher.Tests.UserLimits;

public sealed class UserLimitStateJsonTests
{
    [Fact]
    public void Any_limit_is_written_as_the_serializer_writes_it_and_reads_back()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var limit = Limit(new Random(seed));

            var written = Write(limit);

            var expected = JsonSerializer.Serialize(limit, UserLimitsJson.Default.UserLimitState);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(expected)), $"seed {seed}: {written} is not {expected}");
            var read = UserLimitStateJson.TryRead(Encoding.UTF8.GetBytes(written), new RecentTexts());
            Assert.Equal(limit.UserId == OddId, read is null);
            read ??= JsonSerializer.Deserialize(written, UserLimitsJson.Default.UserLimitState);
            // Numbers are kept in a class of their own, so limits are compared as they are written.
            Assert.True(read is not null && Write(read) == written, $"seed {seed}: {written}");
        }
    }

    [Theory]
    [InlineData("\"userId\"", "\"UserId\"")]
    [InlineData("\"userId\"", "\"user\\u0049d\"")]
    [InlineData("\"u-1\"", "\"u-\\u0031\"")]
    [InlineData("\"u-1\"", "7")]
    [InlineData(":12.5", ":\"12.5\"")]
    [InlineData(":12.5", ":1.25e1")]
    [InlineData("\"BET\"", "\"bet\"")]
    [InlineData("\"1-9 12\"", "\"1-9  12\"")]
    [InlineData("\"1-9 12\"", "\"9-1\"")]
    [InlineData("\"1-9 12\"", "7")]
    [InlineData("\"currencyCode\":\"EUR\",", "")]
    public void What_is_out_of_the_ordinary_is_left_to_the_serializer(string usual, string unusual)
    {
        const string limit = """
            {"userLimitId":"l-1","userId":"u-1","brandId":"600000000000000000000042","currencyCode":"EUR","type":"BET","progress":12.5,"applied":{"highest":12,"last":"1-9 12"}}
            """;
        Assert.NotNull(UserLimitStateJson.TryRead(Encoding.UTF8.GetBytes(limit), new RecentTexts()));
        Assert.Contains(usual, limit, StringComparison.Ordinal);

        Assert.Null(UserLimitStateJson.TryRead(Encoding.UTF8.GetBytes(limit.Replace(usual, unusual, StringComparison.Ordinal)), new RecentTexts()));
    }

    const string OddId = "u-ä\"\n";

    static string Write(UserLimitState limit)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            UserLimitStateJson.Write(writer, limit);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static UserLimitState Limit(Random random)
    {
        var applied = AppliedNumbers.None;
        for (var i = random.Next(150); i > 0; i--)
            applied = applied.Add(random.Next(3) == 0 ? random.NextInt64() : (applied.Highest ?? 0) % long.MaxValue + 1);
        return new UserLimitState
        {
            UserLimitId = $"limit-{random.Next()}", UserId = random.Next(4) == 0 ? OddId : "u-1", BrandId = new string('6', 24), CurrencyCode = "EUR",
            Type = Maybe(random, () => (UserLimitType)random.Next(5)), Period = Maybe(random, () => (UserLimitPeriod)random.Next(8)),
            Status = Maybe(random, () => (UserLimitStatus)random.Next(4)),
            Value = Maybe(random, Amount), PreviousLimitValue = Maybe(random, Amount), Progress = Maybe(random, Amount),
            ActiveFrom = Maybe(random, random.NextInt64), ActiveUntil = Maybe(random, random.NextInt64), CreatedAt = Maybe(random, random.NextInt64),
            NextResetTime = Maybe(random, random.NextInt64), Applied = applied,
        };

        decimal Amount() => new(random.Next(), random.Next(3) == 0 ? random.Next() : 0, 0, false, (byte)random.Next(9));
    }

    static T? Maybe<T>(Random random, Func<T> value) where T : struct => random.Next(3) == 0 ? null : value();
}
