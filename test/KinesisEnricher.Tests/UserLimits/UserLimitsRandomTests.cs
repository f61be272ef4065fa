using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.UserLimits;
using static KinesisEnricher.Tests.UserLimits.LimitEvents;

namespace KinesisEnricher.Tests.UserLimits;

/// <summary>A thousand random events against the rules written down a second time, one event after the other, without folding, batches or a pipeline.</summary>
public sealed class UserLimitsRandomTests
{
    static readonly string[] Limits = ["a", "b", "c", "d", "e"];

    /// <summary>What the rules make of a limit; amounts are cents.</summary>
    sealed class Model
    {
        public readonly HashSet<long> Numbers = [];
        public long? Value;
        public long? Progress;
        public long? NextReset;
        public string? Period;
    }

    sealed record Expected(Outcome Outcome, bool Late, long Progress, long? Value, long? NextReset);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(4000)]
    public async Task A_thousand_random_events_over_several_limits_equal_a_plain_sequential_computation(int seed)
    {
        var random = new Random(seed);
        var models = Limits.ToDictionary(limit => limit, _ => new Model());
        var harness = new StrategyHarness(new UserLimitsStrategy()) { Options = new PipelineOptions { ChunkRecords = 60, RetryDelay = TimeSpan.Zero } };
        var sent = 0;

        while (sent < 1000)
        {
            var builder = new KinesisEventBuilder(sent + 1);
            var expected = new List<Expected>();
            var size = random.Next(1, 200);
            for (var i = 0; i < size; i++, sent++)
            {
                var limit = Limits[random.Next(Limits.Length)];
                var e = RandomEvent(random, limit, sent, out var apply);
                expected.Add(apply(models[limit]));
                builder.Add($"user-{limit}", e.ToJsonString());
            }

            var delivery = await harness.DeliverAsync(builder);

            Assert.Equal(expected.Select(e => e.Outcome), delivery.Outcomes);
            Compare(expected, delivery.Result.Outcomes, delivery.Events);
        }

        foreach (var (limit, model) in models)
        {
            var state = harness.State($"LIMIT#{limit}");
            Assert.Equal(model.Value, Cents(state, "value"));
            Assert.Equal(model.Progress, Cents(state, "progress"));
            Assert.Equal(model.NextReset, state.TryGetProperty("nextResetTime", out var time) ? time.GetInt64() : null);
            Assert.Equal(model.Period, state.TryGetProperty("period", out var period) ? period.GetString() : null);
        }
    }

    /// <summary>An event whose number is usually the next one, sometimes one of the last few: a duplicate or late.</summary>
    static JsonObject RandomEvent(Random random, string limit, int index, out Func<Model, Expected> apply)
    {
        // Never further back than the numbers that are remembered, so that the model needs no bound.
        var number = index + 1 - (random.Next(4) == 0 ? random.Next(1, 40) : 0);
        number = Math.Max(1, number);
        long? nextReset = At + random.Next(1, 1000) * 1000L;
        var cents = random.Next(0, 500_000);
        var other = random.Next(0, 500_000);
        switch (random.Next(5))
        {
            case 0:
                long? progress = random.Next(2) == 0 ? null : other;
                nextReset = random.Next(2) == 0 ? null : nextReset;
                apply = model => Apply(model, number, cents, progress, nextReset, "CALENDAR_DAY", isCreated: true);
                return Created(number, Text(cents), progress is { } given ? Text(given) : null, nextReset, limit);
            case 1:
                apply = model => Apply(model, number, null, 0, nextReset, "CALENDAR_DAY", isCreated: false);
                return Reset(number, Text(cents), nextReset, limit);
            default:
                apply = model => Apply(model, number, null, cents + other, nextReset, null, isCreated: false);
                return Progress(number, Text(cents), Text(other), nextReset, limit);
        }
    }

    static Expected Apply(Model model, long number, long? value, long? progress, long? nextReset, string? period, bool isCreated)
    {
        if (model.Numbers.Contains(number))
            return new Expected(Outcome.Duplicate, false, 0, null, null);
        var late = model.Numbers.Count > 0 && number < model.Numbers.Max();
        model.Numbers.Add(number);
        if (late)
        {
            if (isCreated && model.Value is null)
                model.Value = value;
            if (model.Period is null)
                model.Period = period;
            return new Expected(Outcome.Enriched, true, progress ?? 0, value ?? model.Value, nextReset);
        }
        if (isCreated)
            model.Value = value;
        if (period is not null)
            model.Period = period;
        if (progress is not null)
            model.Progress = progress;
        else if (model.Progress is null)
            model.Progress = 0;
        if (nextReset is not null)
            model.NextReset = nextReset;
        return new Expected(Outcome.Enriched, false, model.Progress!.Value, model.Value, model.NextReset);
    }

    static void Compare(List<Expected> expected, IReadOnlyList<RecordOutcome> outcomes, IReadOnlyList<JsonElement> events)
    {
        // Events of different limits may go out in any order, and one id can go out for several limits: position tells them apart.
        var byPosition = events.ToDictionary(e => e.GetProperty("sequence").GetString()!, e => e.GetProperty("data").GetProperty("enrichment"));
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i].Outcome != Outcome.Enriched)
                continue;
            var enrichment = byPosition[$"{outcomes[i].SequenceNumber}.000000"];
            var (_, late, progress, value, nextReset) = expected[i];
            Assert.Equal(progress, Cents(enrichment, "progress"));
            Assert.Equal(value is null ? null : Text(value.Value - progress), enrichment.GetProperty("remainingAmount").GetString());
            Assert.Equal(value is null, enrichment.GetProperty("partial").GetBoolean());
            Assert.Equal(value is null ? null : progress > value, Boolean(enrichment.GetProperty("breached")));
            Assert.Equal(value is null or 0 ? null : Percentage(progress, value.Value), Decimal(enrichment.GetProperty("usedPercentage")));
            Assert.Equal(nextReset is null ? null : (nextReset - At) / 1000, Decimal(enrichment.GetProperty("secondsToReset")));
            Assert.Equal(late, enrichment.TryGetProperty("late", out _));
        }
    }

    /// <summary>In integers: hundredths of a percent, halves up.</summary>
    static decimal Percentage(long progress, long value) => (20_000 * progress + value) / (2 * value) / 100m;

    static string Text(long cents) => (cents / 100m).ToString("F2", CultureInfo.InvariantCulture);

    static long? Cents(JsonElement item, string member) => item.TryGetProperty(member, out var amount) ? (long)(amount.GetDecimal() * 100) : null;

    static decimal? Decimal(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal();

    static bool? Boolean(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetBoolean();
}
