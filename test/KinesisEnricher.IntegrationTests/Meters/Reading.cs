using System.Text.Json.Serialization;

namespace KinesisEnricher.IntegrationTests.Meters;

/// <summary>What a meter counted, at a site that reference data knows.</summary>
sealed record Reading(string Meter, string Site, int Units);

/// <summary>All that a meter counted so far.</summary>
sealed record MeterTotal(long Units, int Readings);

sealed record Site(string Name);

sealed record SiteReading(string? SiteName, long Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(MeterTotal))]
[JsonSerializable(typeof(Site))]
[JsonSerializable(typeof(SiteReading))]
sealed partial class MeterJson : JsonSerializerContext;
