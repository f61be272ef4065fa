namespace KinesisEnricher.Cars;

/// <summary>What looks wrong in an entity and is kept all the same.</summary>
static class EntityFlags
{
    /// <summary>A loan's interest rate is above 1: a percentage, most likely, where a fraction is expected.</summary>
    public const string InterestRateAboveOne = "interestRateAboveOne";

    /// <returns>The flags, or null for none.</returns>
    public static IReadOnlyList<string>? Of(Entity entity) => entity is Loan { InterestRate: > 1 } ? [InterestRateAboveOne] : null;
}
