using KinesisEnricher.Hosting;

namespace KinesisEnricher.Tests.Hosting;

public sealed class ReasonCodeTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("late", "late")]
    [InlineData("behind a failure", "behind a failure")]
    [InlineData("source is not Operata", "source is not Operata")]
    [InlineData("schema: payload.userId 'u-4411' is no id", "schema")]
    [InlineData("too-large: item of 400000 bytes", "too-large")]
    [InlineData("202: vendor 'acme'", "202")]
    [InlineData("base64: not base64 at 7", "base64")]
    [InlineData("unexpected: System.FormatException: 'u-4411' is no number", "unexpected")]
    [InlineData("state: ProvisionedThroughputExceededException: The level of LIMIT#1 was exceeded", "state: ProvisionedThroughputExceededException")]
    [InlineData("look-up asset: TimeoutException: vestas:WTG-1", "look-up asset: TimeoutException")]
    [InlineData("output: timed out", "output: timed out")]
    [InlineData("state: DynamoDbException: The table answered: u-4411", "state: DynamoDbException")]
    [InlineData("state: DynamoDbAccessException: There is no table 'a' at b.", "state: DynamoDbAccessException: There is no table 'a' at b.")]
    [InlineData("output: DestinationException: OUTPUT_BUCKET 'a' at b: no", "output: DestinationException: OUTPUT_BUCKET 'a' at b: no")]
    [InlineData("unexpected: Some.DestinationException: u-4411", "unexpected")]
    [InlineData("state: item LIMIT#1 waits for another", "state")]
    [InlineData("state: u-4411Exception", "state")]
    public void What_cannot_quote_the_event_is_shown(string? reason, string? expected) => Assert.Equal(expected, ReasonCode.Of(reason));

    [Theory]
    [InlineData("Car C-77 already applied")]
    [InlineData("aggregate number 15 already applied")]
    [InlineData("caller +61400000000: unknown")]
    [InlineData("ada@example.com")]
    [InlineData("ada@example.com: blocked")]
    [InlineData("u-4411: blocked")]
    [InlineData(": nothing")]
    [InlineData("")]
    public void What_may_quote_the_event_is_not(string reason) => Assert.Null(ReasonCode.Of(reason));
}
