using KinesisEnricher.Cars;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Tests.Cars;

/// <summary>
/// Random events of a few cars and loans, twice over and late ones among them, against the rules written down a second time: <see cref="CarModel"/>.
/// </summary>
public sealed class CarsRandomTests
{
    public static TheoryData<int> Seeds(int count) => [.. Enumerable.Range(1, count)];

    [Theory]
    [MemberData(nameof(Seeds), 12)]
    public async Task Random_events_equal_a_plain_sequential_computation(int seed) => await RunAsync(seed, faults: false);

    [Theory]
    [MemberData(nameof(Seeds), 24)]
    public async Task They_do_so_when_writes_fail_are_lost_or_conflict_and_batches_come_again(int seed) => await RunAsync(seed, faults: true);

    static async Task RunAsync(int seed, bool faults)
    {
        var random = new Random(seed);
        var model = new CarModel();
        var harness = new StrategyHarness(new CarsStrategy())
        {
            Options = new PipelineOptions { ChunkRecords = random.Next(5, 60), RetryDelay = TimeSpan.Zero, Attempts = 2, ConflictRetries = 1 },
        };
        var generator = new CarGenerator(random);
        var put = 0;
        while (put < 200)
        {
            var size = random.Next(1, 60);
            var first = put + 1;
            var payloads = new List<(string Key, string Json)>();
            var expected = new List<string?>();
            for (var i = 0; i < size; i++, put++)
            {
                var e = generator.Next();
                expected.Add(model.Apply(e));
                payloads.Add(($"key-{random.Next(4)}", e.ToJsonString()));
            }
            await DeliverAsync(harness, first, payloads, expected, faults ? random : null, seed);
        }

        foreach (var (key, fields) in model.Items())
            Assert.True(fields == Fields(harness, key), $"Seed {seed}: {key} is {Fields(harness, key)}; it should be {fields}");
        Assert.Equal(model.Count, harness.Store.Items.Count);
    }

    /// <summary>Delivers a batch as Lambda does: from the record that the answer names on, until none is named.</summary>
    static async Task DeliverAsync(
        StrategyHarness harness, int first, List<(string Key, string Json)> payloads, List<string?> expected, Random? faults, int seed)
    {
        var wasPutOut = new bool[payloads.Count];
        var indices = Enumerable.Range(0, payloads.Count).ToDictionary(i => KinesisEventBuilder.SequenceNumber(first + i));
        for (var (from, attempt) = (0, 1); from < payloads.Count; attempt++)
        {
            harness.Faults = faults is null || attempt > 6 ? null : Faults(faults.Next());
            var builder = new KinesisEventBuilder(first + from);
            foreach (var (key, json) in payloads.Skip(from))
                builder.Add(key, json);

            var delivery = await harness.DeliverAsync(builder);

            foreach (var e in delivery.Events)
            {
                var index = indices[e.GetProperty("sequence").GetString()!.Split('.')[0]];
                var enrichment = e.GetProperty("data").GetProperty("enrichment").GetRawText();
                // A fold that met a conflict puts out what it made of the re-read items: the payment is known to them.
                Assert.True(
                    faults is not null || enrichment == expected[index],
                    $"Seed {seed}: record {first + index} is {enrichment}; it should be {expected[index]}");
                wasPutOut[index] |= enrichment == expected[index];
            }
            from = delivery.Checkpoint is { } number ? indices[number] : payloads.Count;
        }
        for (var i = 0; i < payloads.Count; i++)
        {
            var what = wasPutOut[i] ? "was put out" : "was not put out";
            Assert.True(wasPutOut[i] == (expected[i] is not null), $"Seed {seed}: record {first + i} {what} as {expected[i]}");
        }
    }

    /// <summary>One write in four goes wrong in one of its ways.</summary>
    static FaultRule Faults(int seed) => call =>
    {
        if (call.Operation != PortOperation.WriteState)
            return PortFault.None;
        // By what is asked, not by a shared generator: writes run side by side, in any order.
        var hash = new Random(HashOf(call.Subject) ^ seed ^ call.Attempt * 7919);
        return hash.Next(4) > 0 ? PortFault.None : hash.Next(3) switch { 0 => PortFault.Throw, 1 => PortFault.ThrowAfter, _ => PortFault.Conflict };
    };

    static int HashOf(string text) => text.Aggregate(17, (hash, c) => unchecked(hash * 31 + c));

    static string Fields(StrategyHarness harness, string key)
    {
        var entity = harness.State(key).GetProperty("entity");
        return CarModel.Text(
            entity.GetProperty("entityHeader").GetProperty("createdAt").GetString()!,
            entity.GetProperty("entityHeader").GetProperty("updatedAt").GetString()!,
            entity.TryGetProperty("balance", out var balance) ? balance.GetDecimal() : null,
            entity.TryGetProperty("mileage", out var mileage) ? mileage.GetInt64() : null);
    }
}
