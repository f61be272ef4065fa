using System.Runtime.ExceptionServices;

namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Sends each key to the source registered under its name, and the others to the deployment's reference data, all at once. A source that throws leaves its own
/// keys unanswered: they are asked for again, and its exception shows as soon as no other source has an answer to give.
/// </summary>
public sealed class RoutedLookUpSource(IReadOnlyDictionary<string, ILookUpSource> sources, ILookUpSource others) : ILookUpSource
{
    public async ValueTask<IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?>> GetAsync(
        IReadOnlyCollection<LookUpKey> keys, Freshness freshness, CancellationToken cancellationToken)
    {
        // By instance: one source registered under two names is asked once.
        var routes = keys.GroupBy(key => sources.GetValueOrDefault(key.Source, others), ReferenceEqualityComparer.Instance)
            .Select(route => AskAsync((ILookUpSource)route.Key!, [.. route], freshness, cancellationToken))
            .ToArray();

        var found = new LookUpAnswers(keys.Count);
        var causes = new List<Exception>();
        foreach (var route in await Task.WhenAll(routes))
        {
            foreach (var (key, json) in route.Answers)
                found[key] = json;
            Count(route.Answers as LookUpAnswers ?? new LookUpAnswers(0) { FromSource = route.Answers.Count, RoundTrips = 1 }, found);
            if (route.Cause is not null)
                causes.Add(route.Cause);
        }
        cancellationToken.ThrowIfCancellationRequested();
        if (found.Count == 0 && causes.Count > 0)
        {
            if (causes.Count > 1)
                throw new AggregateException(causes);
            ExceptionDispatchInfo.Throw(causes[0]);
        }
        return found;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var source in sources.Values.Append(others).Distinct(ReferenceEqualityComparer.Instance))
            await ((ILookUpSource)source!).CompleteAsync(cancellationToken);
    }

    static void Count(LookUpAnswers part, LookUpAnswers all)
    {
        all.FromMemory += part.FromMemory;
        all.FromCache += part.FromCache;
        all.FromSource += part.FromSource;
        all.RoundTrips += part.RoundTrips;
    }

    sealed record Route(IReadOnlyDictionary<LookUpKey, ReadOnlyMemory<byte>?> Answers, Exception? Cause);

    static async Task<Route> AskAsync(
        ILookUpSource source, LookUpKey[] keys, Freshness freshness, CancellationToken cancellationToken)
    {
        try
        {
            return new Route(await source.GetAsync(keys, freshness, cancellationToken), null);
        }
        catch (Exception e) // Whatever one source throws is its own keys' failure, and is kept as their cause.
        {
            return new Route(new Dictionary<LookUpKey, ReadOnlyMemory<byte>?>(), e);
        }
    }
}
