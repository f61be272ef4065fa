namespace KinesisEnricher.Cars;

/// <summary>A service that a car had; mileage and date as far as it told them.</summary>
sealed record ServiceEntry(string Id, DateTimeOffset UpdatedAt, long? Mileage, DateTimeOffset? Date);
