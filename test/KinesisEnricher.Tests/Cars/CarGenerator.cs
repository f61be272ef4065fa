using System.Globalization;
using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.Cars;

/// <summary>
/// Makes events of 1 to 4 entities: three cars, three loans, payments and services of them, a few of unknown ones; now and then an old event once more.
/// </summary>
sealed class CarGenerator(Random random)
{
    readonly List<JsonObject> _made = [];
    int _now = 100;
    int _ids;

    public JsonObject Next()
    {
        _now += random.Next(0, 3); // Equal times are frequent.
        if (_made.Count > 0 && random.Next(6) == 0)
            return _made[random.Next(_made.Count)];
        var e = CarEvents.Event([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Entity())]);
        _made.Add(e);
        return e;
    }

    JsonObject Entity()
    {
        var at = Math.Max(0, random.Next(4) == 0 ? _now - random.Next(40) : _now);
        return random.Next(10) switch
        {
            0 => CarEvents.Car(at, random.Next(40_000, 60_000), $"car-{random.Next(3)}"),
            1 => CarEvents.Loan(at, Cents(1_000_000, 3_000_000), random.Next(3) == 0 ? null : "450.00", $"loan-{random.Next(3)}", $"car-{random.Next(3)}"),
            2 or 3 or 4 or 5 => CarEvents.Payment($"p-{Id()}", at, Cents(0, 100_000), $"loan-{random.Next(4)}"),
            6 or 7 => CarEvents.Service($"s-{Id()}", at, random.Next(5) == 0 ? null : random.Next(40_000, 70_000), $"car-{random.Next(4)}"),
            8 => CarEvents.Part($"x-{random.Next(5)}", at),
            _ => CarEvents.Details($"d-{random.Next(5)}", at),
        };
    }

    /// <summary>Usually a new id, sometimes one of the last.</summary>
    int Id() => random.Next(5) == 0 ? Math.Max(0, _ids - random.Next(20)) : ++_ids;

    string Cents(int from, int to) => (random.Next(from, to) / 100m).ToString("F2", CultureInfo.InvariantCulture);
}
