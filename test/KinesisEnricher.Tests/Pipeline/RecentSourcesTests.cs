using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;

namespace KinesisEnricher.Tests.Pipeline;

public sealed class RecentSourcesTests
{
    [Fact]
    public void A_source_that_comes_again_has_the_same_name()
    {
        var sources = new RecentSources();

        Assert.Same(sources.Get(new Shard("arn", "shard"), "key"), sources.Get(new Shard("arn", "shard"), "key"));
    }

    [Fact]
    public void Keys_of_different_shards_and_streams_are_never_mixed_up()
    {
        var sources = new RecentSources();
        var random = new Random(1);
        for (var i = 0; i < 50_000; i++)
        {
            var shard = new Shard($"arn-{random.Next(3)}", $"shard-{random.Next(3)}");
            var key = $"k-{random.Next(3 * RecentSources.Capacity)}";

            Assert.Equal(Mark.SourceOf(shard, key), sources.Get(shard, key));
        }
    }
}
