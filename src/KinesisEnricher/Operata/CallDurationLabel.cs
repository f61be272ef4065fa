namespace KinesisEnricher.Operata;

/// <summary>How long a call was; the shortest first.</summary>
enum CallDurationLabel
{
    VeryShort,
    Short,
    Medium,
    Long,
    VeryLong,
}
