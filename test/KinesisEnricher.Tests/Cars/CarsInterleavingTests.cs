using System.Text.Json.Nodes;
using KinesisEnricher.Cars;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Tests.Cars;

/// <summary>
/// Two shards with events of the same loans and cars, delivered by turns and into the middle of one another's writes, some of the writes failing: what becomes
/// of the items is told by the set of events alone, not by the order in which they came.
/// </summary>
public sealed class CarsInterleavingTests
{
    sealed record Shard(string Id, List<string> Payloads)
    {
        public int Done { get; set; }
        public bool IsDone => Done == Payloads.Count;
    }

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_the_order_and_the_faults_every_payment_and_service_counts_once(int seed)
    {
        var random = new Random(seed);
        var events = Events(random);
        Shard[] shards = [new("shardId-000000000000", []), new("shardId-000000000001", [])];
        foreach (var e in events)
        {
            var shard = random.Next(2);
            shards[shard].Payloads.Add(e.ToJsonString());
            if (random.Next(8) == 0)
                shards[1 - shard].Payloads.Add(e.ToJsonString()); // A put that was retried although it had been taken.
        }
        var harness = new StrategyHarness(new CarsStrategy())
        {
            Options = new PipelineOptions { ChunkRecords = random.Next(2, 20), RetryDelay = TimeSpan.Zero, Attempts = 1, ConflictRetries = 2 },
        };

        while (!Array.TrueForAll(shards, shard => shard.IsDone))
        {
            var turn = random.Next(2);
            harness.Faults = Trouble(harness, random, shards[1 - turn]);
            await DeliverAsync(harness, shards[turn], random.Next(1, 12));
        }

        foreach (var (key, expected) in Expected(events))
            Assert.True(expected == Actual(harness, key), $"Seed {seed}: {key} is {Actual(harness, key)}; it should be {expected}");
        foreach (var entity in events.SelectMany(Entities))
            Assert.NotNull(harness.Store.Find(KeyOf(entity)));
    }

    static async Task DeliverAsync(StrategyHarness harness, Shard shard, int count)
    {
        if (shard.IsDone)
            return;
        var builder = new KinesisEventBuilder(shard.Done + 1).From(KinesisEventBuilder.DefaultStreamArn, shard.Id);
        foreach (var payload in shard.Payloads.Skip(shard.Done).Take(count))
            builder.Add("key", payload);
        var delivery = await harness.DeliverAsync(builder);
        var numbers = builder.SequenceNumbers.ToList();
        shard.Done += delivery.Checkpoint is { } number ? numbers.IndexOf(number) : numbers.Count;
    }

    /// <summary>A write in five fails in one of its ways; before one in ten, the other shard's function runs from start to end.</summary>
    static FaultRule Trouble(StrategyHarness harness, Random random, Shard other)
    {
        var isInside = false;
        return call =>
        {
            if (call.Operation != PortOperation.WriteState || isInside)
                return PortFault.None;
            if (random.Next(10) == 0)
            {
                // Everything is in memory: it has ended when the call returns.
                isInside = true;
                DeliverAsync(harness, other, random.Next(1, 8)).GetAwaiter().GetResult();
                isInside = false;
            }
            return random.Next(5) > 0 ? PortFault.None : random.Next(3) switch { 0 => PortFault.Throw, 1 => PortFault.ThrowAfter, _ => PortFault.Conflict };
        };
    }

    /// <summary>Events of 1 to 3 entities, each with a time of its own, in no order. A car's mileage grows with time, as it does.</summary>
    static List<JsonObject> Events(Random random)
    {
        var times = Enumerable.Range(0, 200).ToArray();
        random.Shuffle(times);
        var events = new List<JsonObject>();
        for (var next = 0; next < 150;)
        {
            var entities = new List<JsonObject>();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var at = times[next++];
                entities.Add(random.Next(8) switch
                {
                    0 => CarEvents.Car(at, 40_000 + 10 * at, $"car-{random.Next(2)}"),
                    1 => CarEvents.Loan(at, $"{random.Next(10_000, 20_000)}", id: $"loan-{random.Next(2)}"),
                    2 or 3 or 4 or 5 => CarEvents.Payment($"p-{at}", at, $"{random.Next(1, 100)}", $"loan-{random.Next(2)}"),
                    _ => CarEvents.Service($"s-{at}", at, 40_000 + 10 * at, $"car-{random.Next(2)}"),
                });
            }
            events.Add(CarEvents.Event([.. entities]));
        }
        return events;
    }

    static IEnumerable<JsonObject> Entities(JsonObject e) => e["entities"]!.AsArray().Select(entity => entity!.AsObject());

    static string TypeOf(JsonObject entity) => (string)entity["entityHeader"]!["entityType"]!;

    static string IdOf(JsonObject entity) => (string)entity["entityHeader"]!["entityId"]!;

    static string TimeOf(JsonObject entity) => (string)entity["entityHeader"]!["updatedAt"]!;

    static string KeyOf(JsonObject entity) => TypeOf(entity) switch
    {
        "LoanPayment" => $"PAYMENT#{IdOf(entity)}",
        "ServiceRecord" => $"SERVICE#{IdOf(entity)}",
        var type => $"{type.ToUpperInvariant()}#{IdOf(entity)}",
    };

    static IEnumerable<(string Key, decimal Expected)> Expected(List<JsonObject> events)
    {
        var entities = events.SelectMany(Entities).ToList();
        foreach (var versions in entities.Where(e => TypeOf(e) is "Loan" or "Car").GroupBy(KeyOf))
        {
            var latest = versions.MaxBy(TimeOf, StringComparer.Ordinal)!;
            var parts = entities
                .Where(e => TypeOf(e) is "LoanPayment" or "ServiceRecord" && ((string?)e["loanId"] ?? (string?)e["carId"]) == IdOf(latest))
                .ToList();
            yield return TypeOf(latest) == "Loan"
                ? (versions.Key, decimal.Parse((string)latest["balance"]!)
                    - parts.Where(p => string.CompareOrdinal(TimeOf(p), TimeOf(latest)) > 0).Sum(p => decimal.Parse((string)p["amount"]!)))
                : (versions.Key, parts.Select(p => (long)p["mileageAtService"]!).Append((long)latest["mileage"]!).Max());
        }
    }

    static decimal Actual(StrategyHarness harness, string key) =>
        harness.State(key).GetProperty("entity").GetProperty(key.StartsWith("LOAN#", StringComparison.Ordinal) ? "balance" : "mileage").GetDecimal();
}
