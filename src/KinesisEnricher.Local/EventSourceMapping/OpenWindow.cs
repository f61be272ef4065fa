namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>A tumbling window that has begun and not ended.</summary>
/// <param name="Start">Its first moment.</param>
/// <param name="End">The moment at which the next begins.</param>
/// <param name="State">What the last answer left: JSON text.</param>
public sealed record OpenWindow(DateTimeOffset Start, DateTimeOffset End, string State)
{
    const string NoState = "{}";

    /// <summary>The window that a record belongs to. Windows begin at multiples of their length since 1970.</summary>
    public static OpenWindow For(DateTimeOffset arrival, TimeSpan length)
    {
        var start = new DateTimeOffset(arrival.UtcTicks - ((arrival - DateTimeOffset.UnixEpoch).Ticks % length.Ticks), TimeSpan.Zero);
        return new OpenWindow(start, start + length, NoState);
    }
}
