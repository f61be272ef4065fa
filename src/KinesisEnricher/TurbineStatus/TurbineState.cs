namespace KinesisEnricher.TurbineStatus;

/// <summary>The latest known status of a turbine.</summary>
sealed record TurbineState
{
    public required string AssetId { get; init; }

    /// <summary>One of <see cref="TurbineStatusCodes"/>.</summary>
    public required string StatusCode { get; init; }

    /// <summary>Since when it is known, as the event wrote it: <c>yyyy-MM-dd HH:mm:ss</c>, UTC.</summary>
    public required string Ts { get; init; }
}
