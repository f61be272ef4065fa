namespace KinesisEnricher.Operata;

/// <summary>A metric over a call; only its average is used.</summary>
sealed record Spread
{
    public double? Avg { get; init; }
}
