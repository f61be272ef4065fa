namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>A metric and its values in one invocation.</summary>
/// <param name="Name">1 to 1024 characters.</param>
/// <param name="Unit">The values' unit.</param>
/// <param name="Values">Any number. Those that CloudWatch does not take, NaN and infinities among them, are left out.</param>
public sealed record Metric(string Name, MetricUnit Unit, params double[] Values);
