using System.Text.Json.Serialization;

namespace KinesisEnricher.IntegrationTests.Sinks;

/// <summary>An event that says which it is, and is as large as it is told to be.</summary>
sealed record Tick(int N, string? Padding);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Tick))]
sealed partial class TickJson : JsonSerializerContext;
