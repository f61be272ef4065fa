using System.Text.Json;
using System.Text.Json.Nodes;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

public sealed class ServiceRecordTests : CarsTest
{
    [Theory]
    [InlineData(42_000, 45_000L, 3_000L, 45_000)]
    [InlineData(42_000, 42_000L, 0L, 42_000)]
    [InlineData(42_000, 41_999L, null, 42_000)]
    [InlineData(42_000, null, null, 42_000)]
    [InlineData(0, 999_999L, 999_999L, 999_999)]
    public async Task A_service_moves_the_cars_mileage_forward_and_never_back(int before, long? atService, long? miles, int after)
    {
        await DeliverAsync(Event(Car(1, before)));

        var delivery = await DeliverAsync(Event(Service("s", 2, atService)));

        var part = delivery.Enrichments[0].GetProperty("entities")[0];
        Assert.Equal(
            $$"""{"entityType":"ServiceRecord","entityId":"s","make":"Volvo","model":"V60","milesSinceLastService":{{miles?.ToString() ?? "null"}}}""",
            part.GetRawText());
        Assert.Equal(after, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal(miles is null ? "Volvo V60" : $"Volvo V60 · {miles} miles since last service", LineOf(delivery));
    }

    [Theory]
    [InlineData("2025-08-31", "2025-09-01T00:00:00Z")]
    [InlineData("2025-09-01T00:00:00.001Z", "2025-09-01T00:00:00.001Z")]
    [InlineData(null, "2025-09-01T00:00:00Z")]
    public async Task A_service_moves_the_date_of_the_last_one_forward_and_never_back(string? date, string expected)
    {
        await DeliverAsync(Event(Car(1)), Event(Service("s", 2, date: date)));

        Assert.Equal(expected, Stored(CarKey).GetProperty("lastServiceDate").GetString());
    }

    [Fact]
    public async Task A_car_without_mileage_and_date_takes_them_from_its_first_service()
    {
        await Harness.DeliverAsync(JsonNode.Parse(Event(Car(1)).With("entities.0.mileage", null))!.AsObject().With("entities.0.lastServiceDate", "null"));

        var part = await PartOf(Event(Service("s", 2, 45_000)));

        Assert.Equal(JsonValueKind.Null, part.GetProperty("milesSinceLastService").ValueKind);
        Assert.Equal(45_000, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal("2026-03-01T00:00:00Z", Stored(CarKey).GetProperty("lastServiceDate").GetString());
    }

    [Fact]
    public async Task A_service_of_an_unknown_car_is_incomplete_and_moves_it_forward_once_it_is_known()
    {
        var delivery = await DeliverAsync(Event(Service("s", 2)));

        Assert.Equal(
            """{"entities":[{"entityType":"ServiceRecord","entityId":"s","make":null,"model":null,"milesSinceLastService":null,"incomplete":true}]}""",
            delivery.Enrichments[0].GetRawText());
        Assert.Equal("car unknown", LineOf(delivery));

        await DeliverAsync(Event(Car(1)));
        Assert.Equal(45_000, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal("2026-03-01T00:00:00Z", Stored(CarKey).GetProperty("lastServiceDate").GetString());
    }

    [Fact]
    public async Task A_car_put_on_the_stream_twice_does_not_go_back()
    {
        await DeliverAsync(Event(Car(1)), Event(Service("s", 2)), Event(Car(1)));

        Assert.Equal(45_000, Stored(CarKey).GetProperty("mileage").GetInt64());
    }

    [Fact]
    public async Task A_car_put_on_the_stream_twice_does_not_take_back_what_a_service_older_than_it_moved_forward()
    {
        await DeliverAsync(Event(Car(3)), Event(Service("s", 2)), Event(Car(3)));

        Assert.Equal(45_000, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal("2026-03-01T00:00:00Z", Stored(CarKey).GetProperty("lastServiceDate").GetString());
    }

    [Fact]
    public async Task A_car_put_on_the_stream_twice_does_not_go_back_when_its_first_services_are_not_listed_any_more()
    {
        await DeliverAsync(Event(Car(1)), Event(Service("first", 2, 90_000)));
        await DeliverAsync(Enumerable.Range(1, 100).Select(n => Event(Service($"s-{n}", 2, 80_000))));

        await DeliverAsync(Event(Car(1)));

        Assert.Equal(90_000, Stored(CarKey).GetProperty("mileage").GetInt64());
    }

    [Fact]
    public async Task Another_version_of_the_same_time_counts_as_newer()
    {
        await DeliverAsync(Event(Car(1, 42_000)), Event(Car(1, 41_000)));

        Assert.Equal(41_000, Stored(CarKey).GetProperty("mileage").GetInt64());
    }

    [Fact]
    public async Task A_newer_version_of_the_car_may_put_its_mileage_right()
    {
        await DeliverAsync(Event(Car(1)), Event(Service("s", 2, 450_000)), Event(Car(3, 45_100)));

        Assert.Equal(45_100, Stored(CarKey).GetProperty("mileage").GetInt64());
    }

    [Fact]
    public async Task A_known_service_in_an_event_with_another_one_is_told_and_changes_nothing()
    {
        await DeliverAsync(Event(Car(1)), Event(Service("s", 2)));

        var enrichment = await EnrichmentOf(Event(Service("s", 9, 60_000), Part("x", 9)));

        Assert.Equal(
            """
            {"entities":[{"entityType":"ServiceRecord","entityId":"s","make":"Volvo","model":"V60","milesSinceLastService":null,"duplicate":true},
            {"entityType":"PartUsed","entityId":"x"}]}
            """.ReplaceLineEndings(""),
            enrichment.GetRawText());
        Assert.Equal(45_000, Stored(CarKey).GetProperty("mileage").GetInt64());
    }
}
