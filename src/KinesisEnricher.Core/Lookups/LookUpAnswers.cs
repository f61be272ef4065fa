namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Answers that know where they came from. A source with layers (memory, a shared cache, the source behind it) returns this, so that its hits are counted; one
/// that returns any other dictionary counts as one round trip, all of its answers from the source.
/// </summary>
public sealed class LookUpAnswers(int capacity) : Dictionary<LookUpKey, ReadOnlyMemory<byte>?>(capacity)
{
    /// <summary>Keys answered from memory, "nothing there" included.</summary>
    public int FromMemory { get; set; }

    /// <summary>Keys answered from the shared cache.</summary>
    public int FromCache { get; set; }

    /// <summary>Keys answered at the source.</summary>
    public int FromSource { get; set; }

    /// <summary>Calls over the network, those that failed included.</summary>
    public int RoundTrips { get; set; }
}
