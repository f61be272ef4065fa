using System.Text.Json;
using KinesisEnricher.Core.Pipeline;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

public sealed class LoanPaymentTests : CarsTest
{
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
        var delivery = await Harness.DeliverAsync(
            Event(Loan(1)).With("entities.0.interestRate", "1"), Event(Loan(2)).With("entities.0.interestRate", "\"4.9\""));

        Assert.Equal("""[{"entityType":"Loan","entityId":"loan-1"}]""", delivery.Enrichments[0].GetProperty("entities").GetRawText());
        Assert.Equal(
            """[{"entityType":"Loan","entityId":"loan-1","flags":["interestRateAboveOne"]}]""", delivery.Enrichments[1].GetProperty("entities").GetRawText());
        Assert.Equal("Loan loan-1 (interestRateAboveOne)", LineOf(delivery));
        Assert.Equal(4.9m, Stored(LoanKey).GetProperty("interestRate").GetDecimal());
    }
}
