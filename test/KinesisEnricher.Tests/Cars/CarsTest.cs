using System.Text.Json;
using System.Text.Json.Nodes;
using KinesisEnricher.Cars;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Testing;
using static KinesisEnricher.Tests.Cars.CarEvents;

namespace KinesisEnricher.Tests.Cars;

/// <summary>Car events through the pipeline, with what is asked of their outcome.</summary>
public abstract class CarsTest
{
    private protected StrategyHarness Harness { get; } = new(new CarsStrategy());

    private protected Task<Delivery> DeliverAsync(params IEnumerable<JsonObject> events) => Harness.DeliverAsync(events.Select(e => e.ToJsonString()));

    private protected async Task<JsonElement> EnrichmentOf(JsonObject e) => Assert.Single((await DeliverAsync(e)).Enrichments);

    private protected async Task<JsonElement> PartOf(JsonObject e) => Assert.Single((await EnrichmentOf(e)).GetProperty("entities").EnumerateArray());

    private protected JsonElement Stored(string key) => Harness.State(key).GetProperty("entity");

    private protected decimal Balance => Stored(LoanKey).GetProperty("balance").GetDecimal();

    private protected IEnumerable<string?> Listed(string key, string book, string list) =>
        Harness.State(key).GetProperty(book).GetProperty(list).EnumerateArray().Select(entry => entry.GetProperty("id").GetString());

    private protected static string LineOf(Delivery delivery) => ((IReadable)delivery.Outputs[^1].Enrichment).ToLine();
}
