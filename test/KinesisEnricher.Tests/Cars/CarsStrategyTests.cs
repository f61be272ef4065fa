using System.Text.Json.Nodes;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

public sealed class CarsStrategyTests : CarsTest
{
    [Fact]
    public async Task A_car_is_kept_with_all_that_the_event_tells()
    {
        await DeliverAsync(Event(Car(10)));

        Assert.Equal(
            """
            {"entity":{"vin":"WVWZZZ1KZ8W000042","make":"Volvo","model":"V60","year":2021,"color":"blue","mileage":42000,
            "lastServiceDate":"2025-09-01T00:00:00Z","totalBalance":20000,"owner":"{\"name\":\"Ida Example\",\"since\":2021}",
            "entityHeader":{"entityId":"car-1","entityType":"Car","createdAt":"2026-03-01T00:10:00Z","updatedAt":"2026-03-01T00:10:00Z"}},
            "serviceBook":{"statedMileage":42000,"statedServiceDate":"2025-09-01T00:00:00Z","services":[]}}
            """.ReplaceLineEndings(""),
            Harness.State(CarKey).GetRawText());
    }

    [Fact]
    public async Task Every_entity_type_has_its_own_item()
    {
        var delivery = await DeliverAsync(Event(Car(1), Loan(1), Payment("p", 2), Service("s", 2), Part("x", 2), Details("d", 2)));

        Assert.Equal(["CAR#car-1", "DETAILS#d", LoanKey, "PART#x", "PAYMENT#p", "SERVICE#s"], Harness.Store.Items.Select(item => item.Key));
        Assert.Equal(
            """
            {"entities":[{"entityType":"Car","entityId":"car-1"},{"entityType":"Loan","entityId":"loan-1"},
            {"entityType":"LoanPayment","entityId":"p","loanId":"loan-1","carId":"car-1","balanceAfterPayment":19550,"paymentsLeft":44},
            {"entityType":"ServiceRecord","entityId":"s","make":"Volvo","model":"V60","milesSinceLastService":3000},
            {"entityType":"PartUsed","entityId":"x"},{"entityType":"ServiceDetails","entityId":"d"}]}
            """.ReplaceLineEndings(""),
            Assert.Single(delivery.Enrichments).GetRawText());
        Assert.Equal("Car car-1; Loan loan-1; loan loan-1 balance 19550.00 · payments left 44; and 3 more", LineOf(delivery));
    }

    [Fact]
    public async Task The_event_goes_out_under_its_own_id_and_time_and_its_first_entity()
    {
        var e = Event(Payment("p", 2), Loan(1));

        var output = Assert.Single((await DeliverAsync(e)).Events);

        Assert.Equal((string?)e["eventHeader"]!["uuid"], output.GetProperty("id").GetString());
        Assert.Equal("cars.LoanPaymentSubmitted", output.GetProperty("type").GetString());
        Assert.Equal(Moment(600), output.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("PAYMENT#p", output.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Without_an_id_and_times_of_its_own_it_goes_out_under_its_position()
    {
        var delivery = await Harness.DeliverAsync("""
            {"eventHeader":{"eventName":"n","eventType":"CarServiceDone"},"entities":[
             {"entityHeader":{"entityId":"x","entityType":"PartUsed","createdAt":1,"updatedAt":"2"},"serviceId":"s"}]}
            """);

        Assert.Equal($"shardId-000000000000:{KinesisEventBuilder.SequenceNumber(1)}:0", delivery.Events[0].GetProperty("id").GetString());
        Assert.Equal("1970-01-01T00:00:00.001Z", Stored("PART#x").GetProperty("entityHeader").GetProperty("createdAt").GetString());
        Assert.Equal("1970-01-01T00:00:00.002Z", Stored("PART#x").GetProperty("entityHeader").GetProperty("updatedAt").GetString());
    }

    [Fact]
    public async Task Other_types_are_skipped_whatever_they_hold()
    {
        var delivery = await Harness.DeliverAsync(
            """{"eventHeader":{"eventType":"CarSold"},"entities":17}""", """{"eventHeader":{"eventType":"carCreated"}}""");

        Assert.Equal([Outcome.Skipped, Outcome.Skipped], delivery.Outcomes);
    }

    [Fact]
    public async Task An_unexpected_spelling_of_names_and_numbers_is_read_all_the_same()
    {
        var delivery = await Harness.DeliverAsync("""
            {"EVENTHEADER":{"EventType":"CarCreated","eventname":"n","UUID":"u"},"surprise":[1],
             "Entities":[{"entityheader":{"ENTITYID":"car-1","EntityType":"Car","createdat":1.7e12,"UpdatedAt":"1700000000000"},
             "VIN":"WVWZZZ1KZ8W000042","Make":"Volvo","MODEL":"V60","Year":2021.0,"mileage":20409.0,"extra":{"a":null},"TotalBalance":12.50}]}
            """);

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(20409, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal(12.5m, Stored(CarKey).GetProperty("totalBalance").GetDecimal());
    }

    // Replacing.

    [Theory]
    [InlineData("CAR#car-1")]
    [InlineData("LOAN#loan-1")]
    [InlineData("PART#x")]
    [InlineData("DETAILS#d")]
    public async Task A_newer_version_takes_the_place_of_the_older_one_which_then_comes_late(string key)
    {
        JsonObject At(int minute) => key[..4] switch { "CAR#" => Car(minute), "LOAN" => Loan(minute), "PART" => Part("x", minute), _ => Details("d", minute) };
        await DeliverAsync(Event(At(10)));

        var newer = await EnrichmentOf(Event(At(20)));
        var afterNewer = Harness.State(key).GetRawText();
        var older = await EnrichmentOf(Event(At(19)));

        Assert.False(newer.TryGetProperty("late", out _));
        Assert.True(older.GetProperty("late").GetBoolean());
        Assert.True(older.GetProperty("entities")[0].GetProperty("late").GetBoolean());
        Assert.Equal(afterNewer, Harness.State(key).GetRawText());
        var header = Stored(key).GetProperty("entityHeader");
        Assert.Equal(Time(10), header.GetProperty("createdAt").GetString());
        Assert.Equal(Time(20), header.GetProperty("updatedAt").GetString());
    }

    [Fact]
    public async Task An_equal_time_is_not_older()
    {
        await DeliverAsync(Event(Part("x", 10, "Oil filter")));

        var delivery = await DeliverAsync(Event(Part("x", 10, "Air filter")));

        Assert.Equal([null], delivery.Reasons);
        Assert.Equal("Air filter", Stored("PART#x").GetProperty("partName").GetString());
    }

    [Fact]
    public async Task The_same_moment_in_another_notation_is_equal()
    {
        await DeliverAsync(Event(Part("x", 0, "first")));

        var delivery = await Harness.DeliverAsync(
            Event(Part("x", 0, "digits")).With("entities.0.entityHeader.updatedAt", "\"1772323200000\""),
            Event(Part("x", 0, "number")).With("entities.0.entityHeader.updatedAt", "1772323200000"),
            Event(Part("x", 0, "offset")).With("entities.0.entityHeader.updatedAt", "\"2026-03-01T02:00:00+02:00\""),
            Event(Part("x", 0, "no offset")).With("entities.0.entityHeader.updatedAt", "\"2026-03-01T00:00:00\""),
            Event(Part("x", 0, "day")).With("entities.0.entityHeader.updatedAt", "\"2026-03-01\""),
            Event(Part("x", 0, "late")).With("entities.0.entityHeader.updatedAt", "\"2026-02-28T23:59:59.9999999Z\""));

        Assert.Equal([null, null, null, null, null, "late"], delivery.Reasons);
        Assert.Equal("day", Stored("PART#x").GetProperty("partName").GetString());
    }

    [Fact]
    public async Task A_loan_that_is_replaced_keeps_its_list_of_payments()
    {
        await DeliverAsync(Event(Loan(1)), Event(Payment("p1", 2)), Event(Loan(3, "19550.00")));

        Assert.Equal(["p1"], Listed(LoanKey, "ledger", "payments"));
        Assert.Equal(19550, Balance);
        Assert.Equal([Outcome.Duplicate], (await DeliverAsync(Event(Payment("p1", 4)))).Outcomes);
    }

    [Fact]
    public async Task A_car_that_is_replaced_keeps_its_list_of_services()
    {
        await DeliverAsync(Event(Car(1)), Event(Service("s1", 2)), Event(Car(3, mileage: 46_000)));

        Assert.Equal(["s1"], Listed(CarKey, "serviceBook", "services"));
        Assert.Equal(46_000, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal([Outcome.Duplicate], (await DeliverAsync(Event(Service("s1", 4)))).Outcomes);
    }

    [Fact]
    public async Task An_event_is_late_when_one_of_its_entities_is_and_says_which()
    {
        await DeliverAsync(Event(Car(10), Loan(10)));

        var enrichment = await EnrichmentOf(Event(Car(9, mileage: 1), Loan(11, "18000")));

        Assert.Equal(
            """{"entities":[{"entityType":"Car","entityId":"car-1","late":true},{"entityType":"Loan","entityId":"loan-1"}],"late":true}""",
            enrichment.GetRawText());
        Assert.Equal(42_000, Stored(CarKey).GetProperty("mileage").GetInt64());
        Assert.Equal(18_000, Balance);
    }

    [Fact]
    public async Task A_car_and_a_loan_remember_their_last_hundred_parts()
    {
        await DeliverAsync(Event(Car(1), Loan(1)));

        await DeliverAsync(Enumerable.Range(1, 101).Select(n => Event(Payment($"p{n}", 2, "1"), Service($"s{n}", 2, 42_000 + n))));

        Assert.Equal(Enumerable.Range(2, 100).Select(n => $"p{n}"), Listed(LoanKey, "ledger", "payments"));
        Assert.Equal(Enumerable.Range(2, 100).Select(n => $"s{n}"), Listed(CarKey, "serviceBook", "services"));
        Assert.Equal(19_899, Balance);
    }
}
