using System.Text;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Kinesis;

public class RecentTextsTests
{
    [Fact]
    public void Bytes_that_come_again_get_the_same_string()
    {
        var texts = new RecentTexts();

        Assert.Same(texts.Get("u-1"u8), texts.Get("u-1"u8));
    }

    [Fact]
    public void Whatever_was_asked_for_before_each_text_is_its_own()
    {
        var texts = new RecentTexts();
        for (var seed = 1; seed <= 20_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Create(random.Next(RecentTexts.LongestText + 8), random, (chars, r) =>
            {
                foreach (ref var c in chars)
                    c = r.Next(50) == 0 ? 'ä' : (char)r.Next('0', '3');
            });
            Assert.True(text == texts.Get(Encoding.UTF8.GetBytes(text)), $"seed {seed}: {text}");
        }
    }

    [Fact]
    public void Long_text_is_not_kept()
    {
        var texts = new RecentTexts();
        var text = Encoding.UTF8.GetBytes(new string('x', RecentTexts.LongestText + 1));

        Assert.NotSame(texts.Get(text), texts.Get(text));
    }
}
