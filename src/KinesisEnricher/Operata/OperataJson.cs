using System.Text.Json.Serialization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Operata;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    // Probes without a measurement send "NaN".
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(WireValueConverter), typeof(TextConverter)])]
[JsonSerializable(typeof(OperataEvent))]
[JsonSerializable(typeof(CallSummaryDetail))]
[JsonSerializable(typeof(InsightsSummaryDetail))]
[JsonSerializable(typeof(AgentReportedIssueDetail))]
[JsonSerializable(typeof(HeadsetSummaryDetail))]
[JsonSerializable(typeof(CallSummaryEnrichment))]
[JsonSerializable(typeof(InsightsSummaryEnrichment))]
[JsonSerializable(typeof(AgentReportedIssueEnrichment))]
[JsonSerializable(typeof(HeadsetSummaryEnrichment))]
[JsonSerializable(typeof(UnknownTypeEnrichment))]
sealed partial class OperataJson : JsonSerializerContext;
