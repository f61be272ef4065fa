namespace KinesisEnricher.Operata;

/// <summary>Tells a measurement from what a probe sends when it has none.</summary>
static class Measured
{
    /// <summary>The value; null unless it is a finite number that is not below zero.</summary>
    public static double? Of(double? value) => value is { } known && double.IsFinite(known) && known >= 0 ? known : null;
}
