namespace KinesisEnricher.Core.Lookups;

/// <summary>A look-up's answer as a cache keeps it.</summary>
/// <param name="Json">The value in UTF-8; null for "there is none".</param>
/// <param name="AnsweredAt">When its source gave it: an entry that goes from one cache to another does not get younger by that.</param>
public sealed record LookUpEntry(ReadOnlyMemory<byte>? Json, DateTimeOffset AnsweredAt);
