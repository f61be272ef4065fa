namespace KinesisEnricher.Core.Lookups;

/// <summary>Reference data held in memory over that of another source, which is asked for what memory lacks.</summary>
/// <param name="overlay">What counts where both have a key.</param>
/// <param name="source">The other.</param>
public sealed class OverlaidLookUpSource(MemoryLookUpSource overlay, ILookUpSource source) : ILookUpSource
{
    public ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
    {
        var found = new LookUpAnswers(keys.Count);
        List<LookUpKey>? open = null;
        foreach (var key in keys)
        {
            if (overlay.Find(key) is { } json)
                found[key] = json;
            else
                (open ??= []).Add(key);
        }
        found.FromMemory = found.Count;
        return open is null ? new(found) : AskAsync(open, found, freshness, cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => source.CompleteAsync(cancellationToken);

    async ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> AskAsync(
        List<LookUpKey> open, LookUpAnswers found, Freshness freshness, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await source.GetAsync(open, freshness, cancellationToken).ConfigureAwait(false);
            foreach (var (key, json) in answers)
                found[key] = json;
            found.FromSource = answers.Count;
            found.RoundTrips = (answers as LookUpAnswers)?.RoundTrips ?? 1;
        }
        catch (Exception) when (found.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            found.RoundTrips++; // Memory's answers count. The others are asked for again, and then the cause shows.
        }
        return found;
    }
}
