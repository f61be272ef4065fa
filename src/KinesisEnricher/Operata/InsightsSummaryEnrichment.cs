using System.Globalization;

namespace KinesisEnricher.Operata;

/// <summary>What is added to the summary of a call's issues.</summary>
sealed class InsightsSummaryEnrichment(OperataEvent e, InsightsSummaryDetail detail) : OperataEnrichment(e, "Insights Summary")
{
    /// <summary>none, Low, Medium or High; null when the number of issues is not known.</summary>
    public string? Severity { get; } = OperataLabels.OfInsights(detail.Insights?.Count) is { } severity ? OperataLabels.TextOf(severity) : null;

    public override string ToLine() => $"severity {Severity ?? "unknown"}";

    protected override void WriteDetails(OperataBlock block)
    {
        block.Line("Insights Summary Details:");
        block.Field("  Contact ID", detail.Contact?.Id?.Current);
        block.Field("  Insights", OperataBlock.Labelled(OperataBlock.With(detail.Insights?.Count, "0.##"), Severity));
        var number = 0;
        foreach (var tag in detail.Insights?.Tags ?? [])
            block.Field($"    {(++number).ToString(CultureInfo.InvariantCulture)}", tag?.Description);
    }
}
