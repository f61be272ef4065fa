namespace KinesisEnricher.Cars;

/// <summary>A spare part that a service used.</summary>
sealed record PartUsed : Entity
{
    public string? ServiceId { get; init; }
    public string? PartNumber { get; init; }
    public string? PartName { get; init; }

    /// <summary>Pieces, or litres and the like: it may have decimals.</summary>
    public decimal? Quantity { get; init; }

    public decimal? Cost { get; init; }

    internal override string Key => $"PART#{Id}";
}
