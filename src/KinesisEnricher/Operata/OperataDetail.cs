namespace KinesisEnricher.Operata;

/// <summary>
/// The <c>detail</c> of a known event type, as far as it is used. Every member may be absent. Durations are seconds, round-trip time and jitter milliseconds,
/// losses percent.
/// </summary>
abstract record OperataDetail;
