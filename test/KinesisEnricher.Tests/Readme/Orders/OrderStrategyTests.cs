using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Orders;

public sealed class OrderStrategyTests
{
    [Fact]
    public async Task Orders_carry_the_customer_s_name_and_what_they_come_to()
    {
        var harness = new StrategyHarness(new OrderStrategy()).WithReference("customer", "C-1", """{"name":"Ada","tier":"gold"}""");

        var delivery = await harness.DeliverAsync(
            """{"type":"ORDER_PLACED","id":"7","customer":"C-1","total":20.50}""",
            """{"type":"ORDER_PLACED","id":"7","customer":"C-1","total":0}""",
            """{"type":"ORDER_PLACED","id":"7","customer":"C-1","total":4.50}""");

        Assert.Equal([Outcome.Enriched, Outcome.Filtered, Outcome.Enriched], delivery.Outcomes);
        Assert.Equal("""{"customerName":"Ada","totalSoFar":25.00}""", delivery.Enrichments[1].GetRawText());

        var again = await harness.DeliverAsync(delivery.Event);
        Assert.Equal([Outcome.Duplicate, Outcome.Filtered, Outcome.Duplicate], again.Outcomes);
    }
}
