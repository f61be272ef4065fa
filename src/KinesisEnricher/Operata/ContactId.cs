namespace KinesisEnricher.Operata;

/// <summary>A contact's id among those that it was transferred from and to.</summary>
sealed record ContactId
{
    public string? Current { get; init; }
}
