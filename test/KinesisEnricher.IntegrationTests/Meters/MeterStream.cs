using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Testing;

namespace KinesisEnricher.IntegrationTests.Meters;

/// <summary>A shard of readings: reading <c>i</c> is of meter <c>i % meters</c>, at site <c>i % sites</c>, and counts <c>i + 1</c> units.</summary>
/// <param name="name">A prefix for the keys of its items, so that tests share a table.</param>
/// <param name="readings">How many.</param>
/// <param name="meters">Of how many meters.</param>
/// <param name="sites">At how many sites.</param>
sealed class MeterStream(string name, int readings, int meters, int sites)
{
    const int MaxDeliveries = 50;

    /// <summary>Every reading.</summary>
    public int Count => readings;

    public IEnumerable<string> Sites => Enumerable.Range(0, sites).Select(SiteOf);

    public IEnumerable<string> ItemKeys => Enumerable.Range(0, meters).Select(meter => ItemKey(MeterOf(meter)));

    public static string ItemKey(string meter) => $"METER#{meter}";

    /// <summary>The readings from <paramref name="from"/> on, to <paramref name="to"/>, as an event source mapping delivers them.</summary>
    public KinesisBatch Batch(int from = 0, int? to = null) => KinesisEventReader.Read(Event(from, to));

    /// <summary>The same as the bytes of a Lambda event.</summary>
    public byte[] Event(int from = 0, int? to = null)
    {
        var builder = new KinesisEventBuilder(from + 1);
        for (var i = from; i < (to ?? readings); i++)
            builder.Add(MeterOf(i), $$"""{"type":"READING","meter":"{{MeterOf(i)}}","site":"{{SiteOf(i)}}","units":{{i + 1}}}""");
        return builder.Build();
    }

    /// <summary>Delivers everything as an event source mapping does: from the record that the last answer named, until none is.</summary>
    /// <returns>The deliveries' results.</returns>
    public async Task<List<BatchResult>> DeliverAllAsync(Func<KinesisBatch, Task<BatchResult>> handle)
    {
        var results = new List<BatchResult>();
        var from = 0;
        while (true)
        {
            var result = await handle(Batch(from));
            results.Add(result);
            if (result.Checkpoint is not { } checkpoint)
                return results;
            Assert.True(results.Count < MaxDeliveries, $"Still {result.Outcomes.First(o => o.Outcome == Outcome.Failed).Reason}");
            from = Enumerable.Range(from, readings - from).First(i => KinesisEventBuilder.SequenceNumber(i + 1) == checkpoint.ToString());
        }
    }

    /// <summary>The oracle: every reading was applied to its meter's total, and none twice.</summary>
    public async Task AssertAppliedOnceAsync(IStateStore store)
    {
        var items = await store.ReadAsync([.. ItemKeys], CancellationToken.None);
        for (var meter = 0; meter < meters; meter++)
        {
            var mine = Enumerable.Range(0, readings).Where(i => i % meters == meter).ToArray();
            var item = items[ItemKey(MeterOf(meter))];
            Assert.NotNull(item);
            var total = System.Text.Json.JsonSerializer.Deserialize(item.Fields.Span, MeterJson.Default.MeterTotal);
            Assert.Equal(new MeterTotal(mine.Sum(i => i + 1L), mine.Length), total);
        }
    }

    string MeterOf(int reading) => $"{name}-m{reading % meters}";

    string SiteOf(int reading) => $"{name}-s{reading % sites}";
}
