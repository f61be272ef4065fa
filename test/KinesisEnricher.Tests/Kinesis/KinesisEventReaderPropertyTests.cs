using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Tests.Kinesis;

/// <summary>Seeds are theory arguments, so that a failure names the one it happened with.</summary>
public sealed class KinesisEventReaderPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    static readonly JsonSerializerOptions Plain = new() { PropertyNameCaseInsensitive = true };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_reader_agrees_with_a_plain_reading_of_every_valid_event(int seed)
    {
        var generator = new EventGenerator(new Random(seed));
        for (var round = 0; round < 25; round++)
        {
            var json = generator.ValidEvent();
            var expected = JsonSerializer.Deserialize<PlainEvent>(json, Plain)!.Records ?? [];

            var actual = KinesisEventReader.Read(Encoding.UTF8.GetBytes(json)).Records;

            Assert.Equal(expected.Count, actual.Count);
            for (var i = 0; i < expected.Count; i++)
            {
                var (plain, record) = (expected[i], actual[i]);
                Assert.Null(record.Fault);
                Assert.Equal(plain.EventSourceARN ?? "", record.Shard.StreamArn);
                Assert.Equal(plain.EventID?.Split(':')[0] ?? "", record.Shard.ShardId);
                Assert.Equal(plain.Kinesis!.SequenceNumber, record.SequenceNumber.ToString());
                Assert.Equal(plain.Kinesis.PartitionKey ?? "", record.PartitionKey);
                Assert.Equal(plain.Kinesis.Data, record.Data.ToArray());
                Assert.Equal(
                    plain.Kinesis.ApproximateArrivalTimestamp is { } seconds ? (long)(seconds * TimeSpan.TicksPerSecond) : null,
                    record.ArrivalTime?.Subtract(DateTimeOffset.UnixEpoch).Ticks);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_bytes_give_a_batch_or_the_one_exception(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            ReadAnything(bytes);

            const string alphabet = "{}[]\":,\\ue0123456789.-+ \nRecordskinsdatqNumbIDARN";
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            ReadAnything(Encoding.UTF8.GetBytes("{\"Records\":[" + text));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_damaged_event_gives_a_batch_or_the_one_exception(int seed)
    {
        var random = new Random(seed);
        var generator = new EventGenerator(random);
        for (var round = 0; round < 50; round++)
        {
            var valid = Encoding.UTF8.GetBytes(generator.ValidEvent());
            for (var damage = 0; damage < 10; damage++)
            {
                var bytes = valid.ToArray();
                for (var times = random.Next(1, 4); times > 0; times--)
                {
                    var at = random.Next(bytes.Length);
                    bytes = random.Next(4) switch
                    {
                        0 => bytes[..at],
                        1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 20))..]],
                        2 => [.. bytes[..at], (byte)"\"{}[],:\\05tn"[random.Next(11)], .. bytes[at..]],
                        _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                    };
                    if (bytes.Length == 0)
                        break;
                }
                ReadAnything(bytes);
            }
        }
    }

    static void ReadAnything(byte[] bytes)
    {
        var before = bytes.ToArray();
        try
        {
            foreach (var record in KinesisEventReader.Read(bytes).Records)
            {
                Assert.NotNull(record.Shard);
                Assert.NotNull(record.PartitionKey);
                Assert.True(record.SequenceNumber.IsUsable || record.Fault is not null);
            }
        }
        catch (InvalidKinesisEventException exception)
        {
            Assert.Contains("byte ", exception.Message, StringComparison.Ordinal);
            Assert.Equal(before, bytes);
        }
    }

    sealed record PlainEvent(List<PlainRecord>? Records);

    sealed record PlainRecord(string? EventID, string? EventSourceARN, PlainKinesis? Kinesis);

    sealed record PlainKinesis(string? PartitionKey, string? SequenceNumber, byte[]? Data, decimal? ApproximateArrivalTimestamp);
}
