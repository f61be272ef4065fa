namespace KinesisEnricher.Cars;

/// <summary>Lists that keep their last entries only.</summary>
static class Recent
{
    /// <summary>Parts that a loan or a car remembers.</summary>
    public const int Capacity = 100;

    /// <returns>A new list with the entry at its end, and without the first where there would be more than <see cref="Capacity"/>.</returns>
    public static IReadOnlyList<T> Append<T>(IReadOnlyList<T> list, T entry) => [.. list.Skip(Math.Max(0, list.Count - Capacity + 1)), entry];
}
