using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Cars;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

public sealed class CarsStrategyTests
{
    readonly StrategyHarness _harness = new(new CarsStrategy());

    Task<Delivery> DeliverAsync(params IEnumerable<JsonObject> events) => _harness.DeliverAsync(events.Select(e => e.ToJsonString()));

    async Task<JsonElement> EnrichmentOf(JsonObject e) => Assert.Single((await DeliverAsync(e)).Enrichments);

    async Task<JsonElement> PartOf(JsonObject e) => Assert.Single((await EnrichmentOf(e)).GetProperty("entities").EnumerateArray());

    JsonElement Stored(string key) => _harness.State(key).GetProperty("entity");

    decimal Balance => Stored(LoanKey).GetProperty("balance").GetDecimal();

    IEnumerable<string?> Listed(string key, string book, string list) =>
        _harness.State(key).GetProperty(book).GetProperty(list).EnumerateArray().Select(entry => entry.GetProperty("id").GetString());

    static string LineOf(Delivery delivery) => ((IReadable)delivery.Outputs[^1].Enrichment).ToLine();

    [Fact]
    public async Task A_car_is_kept_with_all_that_the_event_tells()
    {
        await DeliverAsync(Event(Car(10)));

        Assert.Equal(
            """
            {"entity":{"vin":"WVWZZZ1KZ8W000042","make":"Volvo","model":"V60","year":2021,"color":"blue","mileage":42000,
            "lastServiceDate":"2025-09-01T00:00:00Z","totalBalance":20000,"owner":"{\"name\":\"Ida Example\",\"since\":2021}",
            "entityHeader":{"entityId":"car-1","entityType":"Car","createdAt":"2026-03-01T00:10:00Z","updatedAt":"2026-03-01T00:10:00Z"}},
            "serviceBook":{"services":[]}}
            """.ReplaceLineEndings(""),
            _harness.State(CarKey).GetRawText());
    }

    [Fact]
    public async Task Every_entity_type_has_its_own_item()
    {
        var delivery = await DeliverAsync(Event(Car(1), Loan(1), Payment("p", 2), Service("s", 2), Part("x", 2), Details("d", 2)));

        Assert.Equal(["CAR#car-1", "DETAILS#d", LoanKey, "PART#x", "PAYMENT#p", "SERVICE#s"], _harness.Store.Items.Select(item => item.Key));
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
        var delivery = await _harness.DeliverAsync("""
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
        var delivery = await _harness.DeliverAsync(
            """{"eventHeader":{"eventType":"CarSold"},"entities":17}""", """{"eventHeader":{"eventType":"carCreated"}}""");

        Assert.Equal([Outcome.Skipped, Outcome.Skipped], delivery.Outcomes);
    }

    [Fact]
    public async Task An_unexpected_spelling_of_names_and_numbers_is_read_all_the_same()
    {
        var delivery = await _harness.DeliverAsync("""
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
        var afterNewer = _harness.State(key).GetRawText();
        var older = await EnrichmentOf(Event(At(19)));

        Assert.False(newer.TryGetProperty("late", out _));
        Assert.True(older.GetProperty("late").GetBoolean());
        Assert.True(older.GetProperty("entities")[0].GetProperty("late").GetBoolean());
        Assert.Equal(afterNewer, _harness.State(key).GetRawText());
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

        var delivery = await _harness.DeliverAsync(
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

    // Loans and payments.

    [Theory]
    [InlineData("20000.00", "450.00", "450.00", "19550", "44")]
    [InlineData("900.00", "450.00", "450.00", "450", "1")]
    [InlineData("900.01", "450.00", "450.00", "450.01", "2")]
    [InlineData("450.00", "450.00", "450.00", "0", "0")]
    [InlineData("450.00", "450.01", "450.00", "-0.01", "0")]
    [InlineData("450.00", "0", "450.00", "450", "1")]
    [InlineData("450.00", "-50.00", "450.00", "500", "2")]
    [InlineData("1000000000000000", "0", "0.00000001", "1000000000000000", "100000000000000000000000")]
    [InlineData("0.3", "0.1", "0.1", "0.2", "2")]
    public async Task A_payment_lowers_its_loans_balance_exactly(string balance, string amount, string monthly, string after, string left)
    {
        await DeliverAsync(Event(Loan(1, balance, monthly)));

        var part = await PartOf(Event(Payment("p", 2, amount)));

        Assert.Equal(
            $$"""{"entityType":"LoanPayment","entityId":"p","loanId":"loan-1","carId":"car-1","balanceAfterPayment":{{after}},"paymentsLeft":{{left}}}""",
            part.GetRawText());
        Assert.Equal(part.GetProperty("balanceAfterPayment").GetDecimal(), Balance);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-450.00")]
    public async Task Without_a_monthly_payment_above_zero_nobody_knows_how_many_are_left(string? monthly)
    {
        await DeliverAsync(Event(Loan(1, monthly: monthly)));

        var delivery = await DeliverAsync(Event(Payment("p", 2)));

        Assert.Equal(JsonValueKind.Null, delivery.Enrichments[0].GetProperty("entities")[0].GetProperty("paymentsLeft").ValueKind);
        Assert.Equal("loan loan-1 balance 19550.00", LineOf(delivery));
    }

    [Fact]
    public async Task Two_payments_of_one_loan_in_one_event_both_lower_it_in_the_events_order()
    {
        await DeliverAsync(Event(Loan(1)));

        var enrichment = await EnrichmentOf(Event(Payment("p2", 3, "100"), Payment("p1", 2, "50")));

        Assert.Equal([19_900m, 19_850m], enrichment.GetProperty("entities").EnumerateArray().Select(e => e.GetProperty("balanceAfterPayment").GetDecimal()));
        Assert.Equal(19_850, Balance);
        Assert.Equal(["p2", "p1"], Listed(LoanKey, "ledger", "payments"));
    }

    [Fact]
    public async Task Parts_apply_in_the_events_order()
    {
        var delivery = await DeliverAsync(Event(Payment("p1", 2, "1"), Loan(2, "1000"), Payment("p2", 2, "10")));

        Assert.Equal(
            """
            {"entities":[{"entityType":"LoanPayment","entityId":"p1","loanId":"loan-1","carId":null,"balanceAfterPayment":null,
            "paymentsLeft":null,"incomplete":true},
            {"entityType":"Loan","entityId":"loan-1"},
            {"entityType":"LoanPayment","entityId":"p2","loanId":"loan-1","carId":"car-1","balanceAfterPayment":990,"paymentsLeft":3}]}
            """.ReplaceLineEndings(""),
            delivery.Enrichments[0].GetRawText());
    }

    [Fact]
    public async Task A_payment_older_than_its_loan_is_in_the_balance_already()
    {
        await DeliverAsync(Event(Loan(10)));

        var enrichment = await EnrichmentOf(Event(Payment("p", 9)));

        Assert.Equal(
            """
            {"entities":[{"entityType":"LoanPayment","entityId":"p","loanId":"loan-1","carId":"car-1","balanceAfterPayment":20000,
            "paymentsLeft":45,"late":true}],"late":true}
            """.ReplaceLineEndings(""),
            enrichment.GetRawText());
        Assert.Equal(20_000, Balance);
        Assert.Equal(["p"], Listed(LoanKey, "ledger", "payments"));
    }

    [Fact]
    public async Task A_payment_as_old_as_its_loan_is_not_older()
    {
        await DeliverAsync(Event(Loan(10)), Event(Payment("p", 10)));

        Assert.Equal(19_550, Balance);
    }

    [Fact]
    public async Task A_payment_lowers_by_its_own_time_and_not_by_that_of_the_payment_before_it()
    {
        var delivery = await DeliverAsync(Event(Loan(10)), Event(Payment("p2", 30)), Event(Payment("p1", 20)));

        Assert.Equal([null, null, null], delivery.Reasons);
        Assert.Equal(19_100, Balance);
    }

    [Fact]
    public async Task A_payment_of_an_unknown_loan_is_incomplete_and_no_failure()
    {
        var delivery = await DeliverAsync(Event(Payment("p", 2)));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(
            """
            {"entities":[{"entityType":"LoanPayment","entityId":"p","loanId":"loan-1","carId":null,"balanceAfterPayment":null,
            "paymentsLeft":null,"incomplete":true}]}
            """.ReplaceLineEndings(""),
            delivery.Enrichments[0].GetRawText());
        Assert.Equal("loan loan-1 unknown", LineOf(delivery));
        Assert.Equal("p", Stored("PAYMENT#p").GetProperty("entityHeader").GetProperty("entityId").GetString());
    }

    [Theory]
    [InlineData(1, 19_550)] // the loan's version is older than the payment, which comes off
    [InlineData(3, 20_000)] // it is newer, and has the payment
    public async Task A_loan_that_comes_after_its_payment_has_it_in_its_balance_once(int loanAt, int balance)
    {
        await DeliverAsync(Event(Payment("p", 2)), Event(Loan(loanAt)));

        Assert.Equal(balance, Balance);
        Assert.Equal([Outcome.Duplicate], (await DeliverAsync(Event(Payment("p", 2)))).Outcomes);
        Assert.Equal(balance, Balance);
    }

    [Fact]
    public async Task A_new_version_of_the_loan_undoes_no_payment_that_was_made_after_it()
    {
        await DeliverAsync(Event(Loan(10, "20000")), Event(Payment("p1", 12, "100")), Event(Payment("p2", 20, "50")), Event(Loan(15, "19900")));

        Assert.Equal(19_850, Balance);
    }

    [Fact]
    public async Task The_same_version_of_the_loan_put_on_the_stream_twice_undoes_no_payment()
    {
        await DeliverAsync(Event(Loan(10)));
        await DeliverAsync(Enumerable.Range(1, 150).Select(n => Event(Payment($"p{n}", 10, "1"))));

        var delivery = await DeliverAsync(Event(Loan(10)));

        Assert.Equal([Outcome.Enriched], delivery.Outcomes);
        Assert.Equal(19_850, Balance);
    }

    [Fact]
    public async Task A_correction_with_the_same_time_is_taken_over()
    {
        await DeliverAsync(Event(Loan(10, "20000")), Event(Payment("p", 10, "100")), Event(Loan(10, "15000")));

        Assert.Equal(15_000, Balance);
    }

    [Fact]
    public async Task A_known_payment_in_an_event_with_another_one_is_told_and_changes_nothing()
    {
        await DeliverAsync(Event(Loan(1)), Event(Payment("p1", 2, "100")));

        var enrichment = await EnrichmentOf(Event(Payment("p1", 2, "100"), Payment("p2", 3, "50"), Payment("p2", 3, "50")));

        Assert.Equal(
            """
            {"entities":[{"entityType":"LoanPayment","entityId":"p1","loanId":"loan-1","carId":"car-1","balanceAfterPayment":19900,
            "paymentsLeft":45,"duplicate":true},
            {"entityType":"LoanPayment","entityId":"p2","loanId":"loan-1","carId":"car-1","balanceAfterPayment":19850,"paymentsLeft":45},
            {"entityType":"LoanPayment","entityId":"p2","loanId":"loan-1","carId":"car-1","balanceAfterPayment":19850,"paymentsLeft":45,"duplicate":true}]}
            """.ReplaceLineEndings(""),
            enrichment.GetRawText());
    }

    [Fact]
    public async Task An_event_whose_payments_are_all_known_is_a_duplicate()
    {
        await DeliverAsync(Event(Loan(1)), Event(Payment("p1", 2)), Event(Payment("p2", 3)));

        var delivery = await DeliverAsync(Event(Payment("p2", 99), Payment("p1", 99)));

        Assert.Equal([Outcome.Duplicate], delivery.Outcomes);
        Assert.Equal(["LoanPayment p2 already applied"], delivery.Reasons);
        Assert.Equal(19_100, Balance);
        Assert.Equal(Time(3), Stored("PAYMENT#p2").GetProperty("entityHeader").GetProperty("updatedAt").GetString());
    }

    [Fact]
    public async Task An_interest_rate_above_one_is_kept_and_flagged()
    {
        var delivery = await _harness.DeliverAsync(
            Event(Loan(1)).With("entities.0.interestRate", "1"), Event(Loan(2)).With("entities.0.interestRate", "\"4.9\""));

        Assert.Equal("""[{"entityType":"Loan","entityId":"loan-1"}]""", delivery.Enrichments[0].GetProperty("entities").GetRawText());
        Assert.Equal(
            """[{"entityType":"Loan","entityId":"loan-1","flags":["interestRateAboveOne"]}]""", delivery.Enrichments[1].GetProperty("entities").GetRawText());
        Assert.Equal("Loan loan-1 (interestRateAboveOne)", LineOf(delivery));
        Assert.Equal(4.9m, Stored(LoanKey).GetProperty("interestRate").GetDecimal());
    }

    // Cars and services.

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
        await _harness.DeliverAsync(JsonNode.Parse(Event(Car(1)).With("entities.0.mileage", null))!.AsObject().With("entities.0.lastServiceDate", "null"));

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
