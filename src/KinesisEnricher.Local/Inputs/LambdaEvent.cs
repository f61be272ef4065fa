namespace KinesisEnricher.Local.Inputs;

/// <summary>A Lambda event to be run.</summary>
/// <param name="Name">The file as it was named, <c>-</c> for standard input, <c>--data</c> for the option's value.</param>
/// <param name="Utf8">The event as it stands there.</param>
/// <param name="Summary">What it is, at a glance.</param>
sealed record LambdaEvent(string Name, ReadOnlyMemory<byte> Utf8, BatchSummary Summary);
