using System.Buffers;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Pipeline.LogEvents;

namespace KinesisEnricher.Tests.Pipeline;

/// <summary>Whatever producers put, the handler answers and no neighbour is lost.</summary>
public sealed class AnyBytesTests
{
    [Fact]
    public async Task Any_bytes_as_data_never_throw_and_never_lose_a_neighbour()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var harness = Harness(chunkRecords: random.Next(1, 5));
            var batch = new KinesisEventBuilder();
            var events = 0;
            for (var i = 0; i < 12; i++)
            {
                if (random.Next(3) == 0)
                    batch.Add("k", Add($"{events++}", "E#1"));
                else
                    batch.Add("k", Bytes(random));
            }

            var delivery = await harness.DeliverAsync(batch);

            Assert.True(delivery.Uids().SequenceEqual(Enumerable.Range(0, events).Select(i => $"{i}")), $"seed {seed}: put out {string.Join(' ', delivery.Uids())}");
            Assert.True(delivery.Checkpoint is null, $"seed {seed}: checkpoint {delivery.Checkpoint}");
            Assert.True(delivery.Outcomes.All(o => o is Outcome.Enriched or Outcome.Quarantined or Outcome.Skipped), $"seed {seed}: {string.Join(' ', delivery.Outcomes)}");
            Assert.Equal(delivery.Outcomes.Count(o => o == Outcome.Quarantined), delivery.Quarantined.Count);
        }
    }

    [Fact]
    public async Task Any_bytes_as_the_event_give_an_answer_or_the_one_clear_error()
    {
        var valid = new KinesisEventBuilder().Add("a", Add("1", "E#1")).AddGzip("b", Add("2", "E#2")).AddAggregate("c", ("u", Add("3", "E#3")), ("v", Note("4"))).Build();
        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var bytes = random.Next(4) == 0 ? Bytes(random) : Mutate((byte[])valid.Clone(), random);
            try
            {
                var batch = KinesisEventReader.Read(bytes);
                var result = await Processor().ProcessAsync(batch, TimeSpan.FromMinutes(1));
                var answer = new ArrayBufferWriter<byte>();
                KinesisResponseWriter.Write(answer, result.Checkpoint, batch.WindowState);
                Assert.Contains("\"batchItemFailures\":[", Encoding.UTF8.GetString(answer.WrittenSpan));
            }
            catch (InvalidKinesisEventException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }

    [Theory]
    [InlineData("""{"\ud800":1,"type":"ADD","uid":"1","keys":["E#1"]}""", Outcome.Quarantined)]
    [InlineData("""{"type":"\ud800","uid":"1","keys":["E#1"]}""", Outcome.Skipped)]
    [InlineData("""{"eventHeader":{"\ud800":1,"eventType":"\udc00"}}""", Outcome.Skipped)]
    [InlineData("""{"detail-type":"\ud800"}""", Outcome.Skipped)]
    [InlineData("""{"type":"ADD","uid":"\ud800","keys":["E#1"]}""", Outcome.Quarantined)]
    public async Task Half_of_a_surrogate_pair_is_that_record_s_matter_alone(string json, Outcome expected)
    {
        var harness = Harness();
        var batch = new KinesisEventBuilder().Add("a", Encoding.UTF8.GetBytes(json)).Add("b", Add("2", "E#2"));

        var delivery = await harness.DeliverAsync(batch);

        Assert.Equal([expected, Outcome.Enriched], delivery.Outcomes);
    }

    static BatchProcessor Processor() => new(
        new Core.Strategies.StrategyFactory(new Core.Strategies.StrategyRegistry().AddStrategy<Simulation.LogStrategy>().AddStrategy<Simulation.NoteStrategy>()),
        new PipelinePorts(new Core.State.InMemoryStateStore(), new Core.Lookups.MemoryLookUpSource(), new CollectingSink(), new CollectingQuarantine()),
        new PipelineOptions(), TimeProvider.System, () => 0);

    static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => bytes[random.Next(bytes.Length)], _ => (byte)"{}[]\",:0e-"[random.Next(10)] };
        }
        return random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    /// <summary>Noise, or noise that begins like something known.</summary>
    static byte[] Bytes(Random random)
    {
        byte[][] starts = [[], [0x1F, 0x8B, 8], [0x78, 0x9C], [0xF3, 0x89, 0x9A, 0xC2], "{\"type\":"u8.ToArray(), [0xEF, 0xBB, 0xBF], "["u8.ToArray()];
        var noise = new byte[random.Next(80)];
        random.NextBytes(noise);
        byte[] bytes = [.. starts[random.Next(starts.Length)], .. noise];
        if (bytes is [0xF3, 0x89, 0x9A, 0xC2, ..] && random.Next(2) == 0)
            bytes = [.. bytes, .. System.Security.Cryptography.MD5.HashData(bytes.AsSpan(4))]; // Taken for an aggregate.
        return bytes;
    }
}
