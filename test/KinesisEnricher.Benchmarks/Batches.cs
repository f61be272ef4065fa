using System.Globalization;
using System.Text;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Benchmarks;

/// <summary>Batches of user-limit events in their wire shape: one limit a user, no event twice in a run.</summary>
/// <param name="records">Records a batch.</param>
/// <param name="users">Users in all.</param>
/// <param name="paddingBytes">What each event is longer by.</param>
/// <param name="turbines">Every tenth event is a turbine's status instead, which takes a look-up.</param>
sealed class Batches(int records = 500, int users = 200, int paddingBytes = 0, bool turbines = false)
{
    readonly Dictionary<int, decimal> _progress = [];
    readonly Dictionary<int, int> _numbers = [];
    readonly string _padding = new('x', paddingBytes);
    int _next = 1;

    public int Records => records;

    /// <summary>The next batch's event, as Lambda delivers it.</summary>
    public byte[] Next()
    {
        var builder = new KinesisEventBuilder(_next);
        for (var i = 0; i < records; i++, _next++)
        {
            var user = _next % users;
            if (turbines && i % 10 == 0)
                builder.Add("WTG-17", Status());
            else
                builder.Add($"u-{user:D5}", Event(user));
        }
        return builder.Build();
    }

    string Status() => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"customer_name":"vestas","customer_asset_id":"WTG-17","source_system":"scada-north","signal_version":"v2","ts":"{{{DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(_next):yyyy-MM-dd HH:mm:ss}}}","signals":{"VMP":3}}
        """);

    string Event(int user)
    {
        var number = _numbers[user] = _numbers.GetValueOrDefault(user) + 1;
        var at = 1_767_225_600_000 + (_next * 250L);
        var (type, payload) = number == 1 ? ("USER_LIMIT_CREATED", Created(at)) : ("USER_LIMIT_PROGRESS_CHANGED", Progress(user));
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"aggregateId":"u-{{user:D5}}","context":{"correlationId":"c-{{_next:D12}}","note":"{{_padding}}"},"createdAt":{{at}},"eventId":"01KD{{_next:D16}}","payload":{"brandId":"600000000000000000000042","userId":"u-{{user:D5}}","userLimitId":"limit-{{user:D8}}","currencyCode":"EUR","nextResetTime":{{at + 86_400_000}},{{payload}}},"sequenceNumber":{{number}},"source":"limitUser","type":"{{type}}"}
            """);
    }

    static string Created(long at) => string.Create(CultureInfo.InvariantCulture,
        $"\"activeFrom\":{at},\"period\":\"CALENDAR_DAY\",\"status\":\"ACTIVE\",\"type\":\"DEPOSIT\",\"value\":\"1000000.00\"");

    string Progress(int user)
    {
        var before = _progress.GetValueOrDefault(user);
        _progress[user] = before + 12.5m;
        return string.Create(CultureInfo.InvariantCulture, $"\"amount\":\"12.50\",\"previousProgress\":\"{before:0.00}\",\"remainingAmount\":\"{1_000_000 - before:0.00}\"");
    }
}
