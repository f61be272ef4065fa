using System.Text.Json.Serialization;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Orders;

sealed record OrderEvent(string Type, string Id, string Customer, decimal Total);
sealed record OrderState(decimal Total, bool Cancelled);
sealed record Customer(string Name, string Tier);
sealed record OrderEnrichment(string? CustomerName, decimal TotalSoFar);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(OrderEvent))]
[JsonSerializable(typeof(OrderState))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(OrderEnrichment))]
sealed partial class OrdersJson : JsonSerializerContext;

/// <summary>Orders: adds the customer's name and keeps what each order comes to.</summary>
sealed class OrderStrategy() : EnrichmentStrategy<OrderEvent, OrderState>("orders", () => OrdersJson.Default.OrderEvent, () => OrdersJson.Default.OrderState)
{
    static readonly LookUp<Customer> Customers = new("customer", () => OrdersJson.Default.Customer);

    public override IReadOnlyList<string> EventTypes => ["ORDER_PLACED", "ORDER_CANCELLED"];

    protected override FilterResult Filter(in Record<OrderEvent> record) =>
        record.Event.Total == 0 ? FilterResult.Drop("zero total") : FilterResult.Keep;

    protected override void Plan(in Record<OrderEvent> record, Plan plan)
    {
        plan.State($"ORDER#{record.Event.Id}");
        plan.LookUp(Customers, record.Event.Customer);
    }

    protected override EventInfo Describe(in Record<OrderEvent> record) => default;

    protected override Enrichment Enrich(in Record<OrderEvent> record, OrderState? state, LookUps found, out OrderState? next)
    {
        next = null;
        if (state is { Cancelled: true })
            return Enrichment.Poison("cancelled", "nothing may follow a cancellation");
        next = record.Type == "ORDER_CANCELLED" ? new OrderState(0, Cancelled: true) : new OrderState((state?.Total ?? 0) + record.Event.Total, Cancelled: false);
        var customer = found.Get(Customers, record.Event.Customer);
        return Enrichment.Of(new OrderEnrichment(customer?.Name, next.Total), OrdersJson.Default.OrderEnrichment);
    }
}
