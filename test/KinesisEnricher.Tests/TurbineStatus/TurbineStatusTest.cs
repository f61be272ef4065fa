using System.Text.Json.Nodes;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing;
using KinesisEnricher.TurbineStatus;

namespace KinesisEnricher.Tests.TurbineStatus;

/// <summary>The strategy with a few assets to look up.</summary>
public abstract class TurbineStatusTest
{
    private protected readonly StrategyHarness _harness = Harness();

    private protected static StrategyHarness Harness(int chunkRecords = 1000, params (string Name, string Value)[] variables) =>
        new StrategyHarness(new TurbineStatusStrategy(variables.ToDictionary(v => v.Name, v => v.Value)))
        {
            Options = new PipelineOptions { ChunkRecords = chunkRecords, RetryDelay = TimeSpan.Zero },
        }
        .WithReference("asset", "vestas:WTG-1", """{"asset_id":"A-1","turbine_type":"type_1","site":"North"}""")
        .WithReference("asset", "vestas:WTG-2", """{"asset_id":"A-2","turbine_type":"type_1"}""")
        .WithReference("asset", "suzlon:S-1", """{"asset_id":"A-3","turbine_type":"type_2"}""");

    private protected Task<Delivery> DeliverAsync(params IEnumerable<JsonObject> events) => _harness.DeliverAsync(events.Select(e => e.ToJsonString()));

    private protected static string CodeOf(Delivery delivery) => Assert.Single(delivery.Enrichments).GetProperty("status_code").GetString()!;
}
