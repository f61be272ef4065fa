namespace KinesisEnricher.Core.State;

/// <summary>An entity as stored.</summary>
/// <param name="Key">The item's <c>pk</c>, such as <c>LIMIT#…</c>.</param>
/// <param name="Rev">Counter that every write raises by one; the first write makes 1.</param>
/// <param name="Version">Layout version <c>v</c> of <paramref name="Fields"/>.</param>
/// <param name="Marks">The last position applied, per source.</param>
/// <param name="Fields">The entity's own fields: a JSON object in UTF-8. Never changed after the item was made.</param>
public sealed record StateItem(string Key, long Rev, int Version, Marks Marks, ReadOnlyMemory<byte> Fields)
{
    /// <summary>The longest key, in UTF-8: DynamoDB's limit for a partition key. An event that needs a longer one is quarantined.</summary>
    public const int MaxKeyBytes = 2048;
}
