using System.Text.Json;
using KinesisEnricher.Core.Outputs;
using static KinesisEnricher.Core.Pipeline.Outcome;

namespace KinesisEnricher.Tests.Samples;

public sealed class MixedSampleTests
{
    const string NoStrategy = "no strategy for this type";
    const string NoType = "no event type";

    [Fact]
    public async Task The_file_shows_all_families_and_every_outcome_that_needs_no_fault()
    {
        var run = await SampleRun.OfAsync("mixed.json");

        Assert.Equal(
            [
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Enriched, null),
                (Filtered, "source is not Operata"),
                (Enriched, null),
                (Skipped, NoStrategy),
                (Enriched, null),
                (Quarantined, "201: no asset 'vestas:WTG-55'"),
                (Enriched, null),
                (Duplicate, "LoanPayment pay-101 already applied"),
                (Filtered, "202: vendor not configured"),
                (Enriched, "late"),
                (Duplicate, "aggregate number 3 already applied"),
                (Enriched, null),
                (Quarantined, "json: '\"' expected at byte 78"),
                (Enriched, "late"),
                (Enriched, null),
                (Enriched, "late"),
                (Quarantined, "schema: entities[0].mileageAtService: a whole number is expected, not a text"),
                (Enriched, null),
            ],
            run.Outcomes.Select(o => (o.Outcome, o.Reason)));
        Assert.Equal(
            [
                "remaining 500.00 · used 0 %",
                "Car car-7101",
                "A-1017 · error or stopped",
                "Excellent · MOS 4.50 · Medium",
                "Loan loan-9101",
                "remaining 380.00 · used 24 %",
                "A-2003 · error or stopped",
                "loan loan-9101 balance 17625.00 · payments left 47",
                "A-1017 · communication lost · was error or stopped",
                "severity Medium",
                "remaining 490.00 · used 2 %",
                "Volvo V60 · 4880 miles since last service",
                "A-1017 · operating",
                "Issues detected · MOS 3.40 · Medium · onHold lossVeryHigh",
                "loan loan-9101 balance 17625.00 · payments left 47",
                "remaining -30.00 · used 106 % · breached",
            ],
            run.Lines);
        Assert.Equal(["201", "json", "schema"], run.Quarantined.Select(record => record.Fault.Reason).Order(StringComparer.Ordinal));
        Assert.Equal("""{"batchItemFailures":[]}""", run.Response);
    }

    [Theory]
    [InlineData("user-limits", 5)]
    [InlineData("turbine-status", 6)]
    [InlineData("operata", 4)]
    [InlineData("cars", 7)]
    [InlineData("cars,operata", 11)]
    [InlineData("operata,user-limits,cars,turbine-status", 22)]
    public async Task Only_the_families_that_are_on_are_handled_and_the_others_skipped(string families, int handled)
    {
        var all = await SampleRun.OfAsync("mixed.json");
        var some = await SampleRun.OfAsync("mixed.json", ("ENRICHER_STRATEGIES", families));

        for (var i = 0; i < all.Outcomes.Count; i++)
        {
            var (before, now) = (all.Outcomes[i], some.Outcomes[i]);
            if (now.Outcome == Skipped)
                Assert.True(now.Reason is NoStrategy or NoType, now.Reason);
            else
                Assert.Equal((before.Outcome, before.Reason), (now.Outcome, now.Reason));
        }
        Assert.Equal(handled, some.Outcomes.Count(o => o.Outcome != Skipped && !(o.Outcome == Quarantined && o.Type is null)));
        Assert.All(some.Outputs, output => Assert.Contains(FamilyOf(output), families.Split(',')));
    }

    [Theory]
    [InlineData("enercon:TAC", "202: signal TAC absent")]
    [InlineData("vestas:VMP", "202: vendor not configured")]
    public async Task The_vendors_of_the_deployment_decide_whose_turbines_are_let_through(string vendors, string reason)
    {
        var run = await SampleRun.OfAsync("mixed.json", ("TURBINE_VENDORS", vendors));

        Assert.Equal((Filtered, reason), run.Outcomes.Where(o => o.PartitionKey == "E-3").Select(o => (o.Outcome, o.Reason)).Single());
    }

    static string FamilyOf(OutputEvent output) =>
        JsonDocument.Parse(output.Json).RootElement.GetProperty("type").GetString()!.Split('.')[0];
}
