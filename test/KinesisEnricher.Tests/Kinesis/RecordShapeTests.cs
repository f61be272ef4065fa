using System.Globalization;
using System.Text;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Kinesis;

/// <summary>Records that are written alike are compared and not parsed: it must make no difference but to the time it takes.</summary>
public sealed class RecordShapeTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    const string First =
        """{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"u-1","sequenceNumber":"4959","data":"e30=","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventID":"shardId-000000000006:4959","eventSourceARN":"arn:a"}""";

    [Fact]
    public void A_record_written_as_Lambda_writes_them_is_compared_and_gives_its_own_values()
    {
        var second = First.Replace("4959", "4960", StringComparison.Ordinal).Replace("u-1", "user 2", StringComparison.Ordinal)
            .Replace("e30=", "eyJhIjoxfQ==", StringComparison.Ordinal).Replace("50.987", "51", StringComparison.Ordinal);

        Assert.True(IsCompared(First, second));
        var record = KinesisEventReader.Read(Event(First, second)).Records[1];

        Assert.Equal("4960", record.SequenceNumber.ToString());
        Assert.Equal("user 2", record.PartitionKey);
        Assert.Equal("""{"a":1}"""u8, record.Data.Span);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1545084651), record.ArrivalTime);
        Assert.Equal(new Shard("arn:a", "shardId-000000000006"), record.Shard);
        Assert.Null(record.Fault);
    }

    [Theory]
    [InlineData("u-1", "\\u0041", "an escape in the key")]
    [InlineData("u-1", "ä", "a key that is not ASCII")]
    [InlineData("\"4959\"", "\"\"", "no sequence number")]
    [InlineData("\"4959\"", "\"49x9\"", "a sequence number of something else than digits")]
    [InlineData("e30=", "e3 0=", "a space in the data")]
    [InlineData("e30=", "e3\\u0030=", "an escape in the data")]
    [InlineData("1545084650.987", "1.545084650987E9", "a time with an exponent")]
    [InlineData("1545084650.987", "1545084650987", "a time in milliseconds")]
    [InlineData("1545084650.987", "1545084650.12345678", "a time finer than a tick")]
    [InlineData("1545084650.987", "null", "no time")]
    [InlineData("-000000000006", "-000000000007", "another shard")]
    [InlineData("arn:a", "arn:b", "another stream")]
    [InlineData("\"1.0\"", "\"1.1\"", "another value elsewhere")]
    public void A_record_with_something_of_its_own_is_parsed(string usual, string odd, string why)
    {
        Assert.False(IsCompared(First, First.Replace(usual, odd, StringComparison.Ordinal)), why);
    }

    [Theory]
    [InlineData("\"partitionKey\":\"u-1\"", "\"partitionKey\":\"u-1\",\"partitionKey\":\"\\u0041\"", "two keys, the last of which counts")]
    [InlineData("\"data\":\"e30=\"", "\"data\":\"e30=\",\"data\":\"e30=\"", "two data")]
    [InlineData("\"data\":\"e30=\",", "", "no data")]
    [InlineData("shardId-000000000006:4959", "shardId-000000000006", "an event id without a number")]
    [InlineData("u-1", "\\u0041", "an escape in the key")]
    [InlineData("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"u-1\",", "{\"kinesis\":{\"partitionKey\":\"u-1\"},\"kinesis\":{", "two kinesis members, the last of which counts")]
    public void Nothing_is_compared_with_a_record_that_has(string usual, string odd, string why)
    {
        var first = First.Replace(usual, odd, StringComparison.Ordinal);

        Assert.False(IsCompared(first, first), why);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_event_is_read_the_same_when_every_record_is_parsed(int seed)
    {
        var random = new Random(seed);
        var compared = 0;
        for (var round = 0; round < 200; round++)
        {
            var layout = Layout(random);
            var bytes = Event([.. Enumerable.Range(0, random.Next(2, 8)).Select(_ => Record(layout, random))]);
            for (var damage = random.Next(3) == 0 ? random.Next(1, 3) : 0; damage > 0; damage--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"\"{}[],:\\05tn.eE- "[random.Next(17)];

            var comparing = new KinesisEventParser(bytes);
            var parsing = new KinesisEventParser(bytes, shape: null);

            Assert.Equal(Outcome(ref parsing), Outcome(ref comparing));
            Assert.False(parsing.HasCompared);
            compared += comparing.HasCompared ? 1 : 0;
        }
        Assert.InRange(compared, 20, 190); // Or this shows nothing.
    }

    /// <summary>The members of a record in any order, with a place for each value.</summary>
    static string Layout(Random random)
    {
        List<string> kinesis = ["\"partitionKey\":\"<key>\"", "\"sequenceNumber\":\"<number>\"", "\"data\":\"<data>\"", "\"approximateArrivalTimestamp\":<time>", "\"x\":[{\"data\":\"1\"}]"];
        List<string> record = ["\"eventID\":\"shardId-1:<number>\"", "\"eventSourceARN\":\"arn:a\"", "\"awsRegion\":\"ä\""];
        if (random.Next(8) == 0)
            kinesis.Add(kinesis[random.Next(kinesis.Count)]);
        if (random.Next(8) == 0)
            record.Add(record[random.Next(record.Count)]);
        record.Add("\"kinesis\":{" + Join(kinesis) + "}");
        if (random.Next(8) == 0)
            record.Add("\"kinesis\":{" + Join(kinesis[..random.Next(kinesis.Count)]) + "}");
        return "{" + Join(record) + "}";

        string Join(List<string> members)
        {
            var shuffled = members.ToArray();
            random.Shuffle(shuffled);
            return string.Join(random.Next(10) == 0 ? ", \n" : ",", shuffled);
        }
    }

    static string Record(string layout, Random random)
    {
        var json = new StringBuilder(layout);
        Fill("<key>", "u-1", "u 2", "", "ä", "\\u0041", "\\ud800");
        Fill("<number>", "1", "0", "", "x", "49590338271490256608559692538361571095921575989136588898", "\\u0031");
        Fill("<data>", "", "e30=", "e30", "e3 0=", "AAAA", "e30=e30=", "\\u0065", "====", "eyJhIjoxfQ==");
        Fill("<time>", "1545084650.987", "1", "0", "0.5", "01", "1.", "1.12345678", "1545084650987", "null", "\"1\"", "1e3", "99999999999.9999999", "-1");
        return json.ToString();

        // The first two are ordinary.
        void Fill(string place, params string[] values) => json.Replace(place, values[random.Next(10) == 0 ? random.Next(values.Length) : random.Next(2)]);
    }

    static byte[] Event(params string[] records) => Encoding.UTF8.GetBytes("{\"Records\":[" + string.Join(',', records) + "]}");

    static bool IsCompared(string first, string second)
    {
        var bytes = Event(first, second);
        var comparing = new KinesisEventParser(bytes);
        var parsing = new KinesisEventParser(bytes, shape: null);

        Assert.Equal(Outcome(ref parsing), Outcome(ref comparing));
        return comparing.HasCompared;
    }

    static string Outcome(ref KinesisEventParser parser)
    {
        try
        {
            var text = new StringBuilder();
            foreach (var r in parser.Parse(out var count, out _).AsSpan(0, count))
                text.AppendLine(CultureInfo.InvariantCulture, $"{r.Shard} {r.SequenceNumber} {r.PartitionKey} {Encoding.UTF8.GetString(r.Data.Span)} {r.ArrivalTime:O} {r.Fault}");
            return text.ToString();
        }
        catch (InvalidKinesisEventException refused)
        {
            return refused.Message;
        }
    }
}
