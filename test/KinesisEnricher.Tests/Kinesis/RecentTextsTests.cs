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

    [Theory]
    [InlineData("LIMIT#", "u-1")]
    [InlineData("LIMIT#", "ä\ud83d\ude00")]
    [InlineData("", "")]
    public void Two_texts_are_joined(string prefix, string text)
    {
        var texts = new RecentTexts();

        Assert.Equal(prefix + text, texts.Get(prefix, text));
        Assert.Equal(prefix + text, texts.Get(prefix, text));
    }

    [Theory]
    [InlineData(0xD83D, 1)] // Half of a surrogate pair has no UTF-8.
    [InlineData('x', RecentTexts.LongestText)]
    public void Two_texts_that_cannot_be_kept_are_joined_all_the_same(int character, int length)
    {
        var text = new string((char)character, length);

        Assert.Equal("LIMIT#" + text, new RecentTexts().Get("LIMIT#", text));
    }
}
