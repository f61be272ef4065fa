namespace KinesisEnricher.Benchmarks.Process;

/// <summary>What a program is given in a batch.</summary>
/// <param name="Records">Records.</param>
/// <param name="Items">State items of theirs, each of which is read once and written once.</param>
/// <param name="EventBytes">The event's size.</param>
sealed record Load(int Records, int Items, int EventBytes);
