using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>What the router found of an event.</summary>
/// <param name="Type">The event type; null where there is none.</param>
/// <param name="Strategy">The strategy that handles it; null where there is none.</param>
/// <param name="Fault">Why the event is not a JSON object, or null.</param>
readonly record struct Route(string? Type, Strategy? Strategy, Fault? Fault);
