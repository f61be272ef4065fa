namespace KinesisEnricher.Core.Kinesis;

/// <summary>Keeps one object for whoever needs the next. Safe for concurrent use: of those that come back at once the last one stays.</summary>
sealed class Spare<T> where T : class
{
    T? _kept;

    /// <returns>The object, which nobody else has now; null when there is none.</returns>
    public T? Take() => Interlocked.Exchange(ref _kept, null);

    public void Keep(T thing) => Volatile.Write(ref _kept, thing);
}
