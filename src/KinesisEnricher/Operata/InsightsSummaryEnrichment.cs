using System.Globalization;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Operata;

/// <summary>What is added to the summary of a call's issues.</summary>
sealed record InsightsSummaryEnrichment : OperataEnrichment
{
    /// <summary>none, Low, Medium or High; null when the number of issues is not known.</summary>
    public required string? Severity { get; init; }

    [JsonIgnore]
    public required InsightsSummaryDetail Detail { get; init; }

    public static InsightsSummaryEnrichment Of(OperataEvent e, InsightsSummaryDetail detail) => new()
    {
        FriendlyType = "Insights Summary",
        Event = e,
        Detail = detail,
        Severity = OperataLabels.OfInsights(detail.Insights?.Count) is { } severity ? OperataLabels.TextOf(severity) : null,
    };

    public override string ToLine() => $"severity {Severity ?? "unknown"}";

    protected override void WriteDetails(OperataBlock block)
    {
        block.Line("Insights Summary Details:");
        block.Field("  Contact ID", Detail.Contact?.Id?.Current);
        block.Field("  Insights", OperataBlock.Labelled(OperataBlock.With(Detail.Insights?.Count, "0.##"), Severity));
        var number = 0;
        foreach (var tag in Detail.Insights?.Tags ?? [])
            block.Field($"    {(++number).ToString(CultureInfo.InvariantCulture)}", tag?.Description);
    }
}
