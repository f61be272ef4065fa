using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

public class PooledBufferTests
{
    [Fact]
    public void What_is_written_stays_while_the_buffer_grows()
    {
        using var buffer = new PooledBuffer();
        for (var i = 0; i < 100_000; i++)
        {
            buffer.GetSpan()[0] = (byte)i;
            buffer.Advance(1);
        }

        Assert.Equal(100_000, buffer.Count);
        Assert.All(Enumerable.Range(0, 100_000), i => Assert.Equal((byte)i, buffer.Written.Span[i]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    public void Memory_is_as_large_as_asked_and_never_empty(int asked)
    {
        using var buffer = new PooledBuffer();
        buffer.GetSpan(3);
        buffer.Advance(3);

        Assert.True(buffer.GetMemory(asked).Length >= Math.Max(asked, 1));
        Assert.True(buffer.GetSpan(asked).Length >= Math.Max(asked, 1));
    }

    [Fact]
    public void Cleared_buffer_is_empty_and_can_be_written_again()
    {
        using var buffer = new PooledBuffer();
        buffer.GetSpan(10);
        buffer.Advance(10);
        buffer.Clear();

        Assert.Equal(0, buffer.Written.Length);
        Assert.True(buffer.GetSpan(10).Length >= 10);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Advancing_past_what_was_given_is_refused(int count)
    {
        using var buffer = new PooledBuffer();

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(count));
    }
}
