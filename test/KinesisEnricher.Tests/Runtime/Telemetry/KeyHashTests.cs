using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

public sealed class KeyHashTests
{
    [Theory]
    [InlineData("", "e3b0c44298fc")]
    [InlineData("abc", "ba7816bf8f01")]
    public void Hash_is_the_start_of_the_key_s_sha256(string key, string expected) => Assert.Equal(expected, KeyHash.Of(key));
}
