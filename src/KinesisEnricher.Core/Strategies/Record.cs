using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Core.Strategies;

/// <summary>A decoded event with what is known of the record that carried it.</summary>
/// <param name="Event">The decoded event.</param>
/// <param name="Type">The event type that the router found; for a family found by its marks alone, the first mark.</param>
/// <param name="PartitionKey">The user's partition key.</param>
/// <param name="Shard">Where it came from.</param>
/// <param name="Position">Where it lies in its shard.</param>
/// <param name="ArrivalTime">When Kinesis took it; null when the event does not say.</param>
/// <param name="Payload">The event as received: UTF-8 JSON. Valid until the strategy's method returns.</param>
public readonly record struct Record<TEvent>(
    TEvent Event, string Type, string PartitionKey, Shard Shard, Position Position, DateTimeOffset? ArrivalTime, ReadOnlyMemory<byte> Payload);
