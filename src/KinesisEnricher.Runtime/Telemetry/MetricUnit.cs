namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>The units of CloudWatch that are used here, under its own names.</summary>
public enum MetricUnit
{
    None,
    Count,
    Milliseconds,
    Percent,
}
