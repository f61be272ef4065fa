namespace KinesisEnricher.Cars;

/// <summary>A payment that a loan has.</summary>
sealed record LedgerEntry(string Id, DateTimeOffset UpdatedAt, decimal Amount);
