namespace KinesisEnricher.Cars;

/// <summary>What an event says of itself.</summary>
sealed record CarEventHeader
{
    /// <summary>The event's own id; without one it goes out under its position.</summary>
    public string? Uuid { get; init; }

    public string? EventName { get; init; }
    public DateTimeOffset? CreatedDate { get; init; }
    public DateTimeOffset? SavedDate { get; init; }
}
