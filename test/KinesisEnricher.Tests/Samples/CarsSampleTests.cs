using static KinesisEnricher.Core.Pipeline.Outcome;

namespace KinesisEnricher.Tests.Samples;

public sealed class CarsSampleTests
{
    [Fact]
    public async Task The_file_shows_a_cars_life_and_every_outcome_that_cars_can_have()
    {
        var run = await SampleRun.OfAsync("cars.json");

        Assert.Equal(
            [
                ("CarCreated", Enriched, null),
                ("LoanCreated", Enriched, null),
                ("CarCreated", Enriched, null),
                ("LoanPaymentSubmitted", Enriched, null),
                ("LoanPaymentSubmitted", Enriched, null),
                ("LoanPaymentSubmitted", Duplicate, "LoanPayment pay-1 already applied"),
                ("CarServiceDone", Enriched, null),
                ("LoanCreated", Enriched, null),
                ("LoanPaymentSubmitted", Enriched, "late"),
                ("LoanPaymentSubmitted", Enriched, null),
                ("CarCreated", Enriched, null),
                ("CarCreated", Enriched, "late"),
                ("LoanCreated", Enriched, null),
                ("LoanPaymentSubmitted", Enriched, null),
                ("CarServiceDone", Enriched, null),
                ("LoanPaymentSubmitted", Enriched, null),
                ("CarSold", Skipped, "no strategy for this type"),
                ("LoanCreated", Quarantined, "schema: entities[0].termMonths: 1 to 480 is expected, not 481"),
                (
                    "CarCreated", Quarantined,
                    "schema: entities[0].vin: 17 characters of A-Z without I, O and Q, and digits are expected, not a text with others"
                ),
                ("CarServiceDone", Enriched, null),
            ],
            run.Outcomes.Select(o => (o.Type!, o.Outcome, o.Reason)));
        Assert.Equal(
            [
                "Car car-7001",
                "Loan loan-9001",
                "Car car-7002",
                "loan loan-9001 balance 23549.75 · payments left 53",
                "loan loan-9001 balance 23099.50 · payments left 52; loan loan-9001 balance 23000.00 · payments left 52",
                "Honda Accord · 5725 miles since last service; ServiceDetails svd-1; PartUsed prt-1; and 1 more",
                "Loan loan-9001",
                "loan loan-9001 balance 22000.00 · payments left 54",
                "loan loan-9001 balance 21590.00 · payments left 53",
                "Car car-7001",
                "Car car-7001",
                "Loan loan-9002 (interestRateAboveOne)",
                "loan loan-9002 balance 410.00 · payments left 1; loan loan-9002 balance 0.00 · payments left 0; loan loan-9002 balance 0.00 · payments left 0",
                "car unknown",
                "loan loan-9009 unknown",
                "Honda Accord · 1480 miles since last service",
            ],
            run.Lines);
        Assert.Equal("""{"batchItemFailures":[]}""", run.Response);
    }
}
