namespace KinesisEnricher.Cars;

/// <summary>A service of a car. It happens once: what comes under an id that is known changes nothing.</summary>
sealed record ServiceRecord : Entity
{
    public string? CarId { get; init; }
    public DateTimeOffset? ServiceDate { get; init; }
    public decimal? AmountPaid { get; init; }
    public string? DealerId { get; init; }
    public string? DealerName { get; init; }

    /// <summary>0 to 999999.</summary>
    public long? MileageAtService { get; init; }

    public string? Description { get; init; }

    internal override string Key => $"SERVICE#{Id}";

    internal override string ParentKey => Car.KeyOf(CarId!);
}
