using System.Globalization;
using System.Text;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.Local.Streams;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>
/// A load like life: limits of many users, samples of the other families, poison, and events that come twice. Users of even number come aggregated, the others
/// plain, because Lambda keeps order between records of the same key only.
/// </summary>
sealed class MixedLoad(int seed)
{
    const int Users = 40;
    const double Poison = 0.02, Twice = 0.05, Samples = 0.15;

    readonly Random _random = new(seed);
    readonly int[] _numbers = new int[Users];
    readonly SourceRecord[] _samples = ReadSamples();
    readonly List<(SourceRecord Record, bool IsAggregated)> _sent = [];

    public IEnumerable<(SourceRecord Record, bool IsAggregated)> Take(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var chance = _random.NextDouble();
            var next = chance < Poison ? MakePoison()
                : chance < Poison + Twice && _sent.Count > 0 ? _sent[_random.Next(_sent.Count)]
                : chance < Poison + Twice + Samples ? (_samples[_random.Next(_samples.Length)], false)
                : MakeLimit();
            _sent.Add(next);
            yield return next;
        }
    }

    (SourceRecord, bool) MakePoison()
    {
        var user = _random.Next(Users);
        byte[] data = _random.Next(3) switch
        {
            0 => "{\"type\":\"USER_LIMIT_RESET\","u8.ToArray(),
            1 => "[]"u8.ToArray(),
            _ => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"poison {_random.Next()}")),
        };
        return (new SourceRecord($"u-{user}", data), user % 2 == 0);
    }

    (SourceRecord, bool) MakeLimit()
    {
        var user = _random.Next(Users);
        var number = ++_numbers[user];
        var json = string.Create(CultureInfo.InvariantCulture,
            $$$"""
            {"aggregateId":"u-{{{user}}}","createdAt":{{{1767268800000 + number}}},"eventId":"u{{{user}}}-{{{number}}}","sequenceNumber":{{{number}}},"source":"limitUser","type":"USER_LIMIT_RESET","context":{},
            "payload":{"brandId":"000000000000000000000042","userId":"u-{{{user}}}","userLimitId":"limit-{{{user}}}","currencyCode":"EUR","nextResetTime":{{{1767355200000 + number}}},
            "period":"DAY","type":"BET","resetAmount":"{{{number}}}.00","resetPercentage":"10.00","unusedAmount":"90.00"}}
            """);
        return (new SourceRecord($"u-{user}", Encoding.UTF8.GetBytes(json)), user % 2 == 0);
    }

    /// <summary>All under one key: what they do to the same entity is in order then.</summary>
    static SourceRecord[] ReadSamples() =>
    [
        .. new[] { "turbine-status.json", "operata.json" }
            .SelectMany(file => KinesisEventReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "events", file))).Records)
            .Where(r => !r.Data.IsEmpty)
            .Select(r => new SourceRecord("samples", r.Data.ToArray())),
    ];
}
