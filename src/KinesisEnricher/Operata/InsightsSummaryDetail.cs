namespace KinesisEnricher.Operata;

/// <summary>What Operata made of a call: how many issues, and which.</summary>
sealed record InsightsSummaryDetail : OperataDetail
{
    public InsightsContact? Contact { get; init; }
    public InsightsFound? Insights { get; init; }

    internal sealed record InsightsContact
    {
        public ContactId? Id { get; init; }
    }

    internal sealed record InsightsFound
    {
        public double? Count { get; init; }
        public IReadOnlyList<InsightsTag?>? Tags { get; init; }
    }

    internal sealed record InsightsTag
    {
        public string? Description { get; init; }
    }
}
