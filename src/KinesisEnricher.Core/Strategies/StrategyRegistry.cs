using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Strategies;

/// <summary>The families that a deployment knows, each with the way to make it. Nothing is made until a <see cref="StrategyFactory"/> turns it on.</summary>
public sealed class StrategyRegistry
{
    readonly List<Registered> _families = [];
    readonly Dictionary<string, ILookUpSource> _sources = [];

    sealed record Registered(string Family, Func<IReadOnlyDictionary<string, string>, IEnumerable<Strategy>> Create);

    /// <summary>Registered family names, in order of registration.</summary>
    public IReadOnlyList<string> Families => [.. _families.Select(f => f.Family)];

    /// <summary>Look-up sources registered by name; a source that is not registered is answered by the deployment's reference data.</summary>
    public IReadOnlyDictionary<string, ILookUpSource> Sources => _sources;

    public StrategyRegistry AddStrategy<TStrategy>() where TStrategy : Strategy, new()
    {
        // A throw-away instance tells the name: strategies are pure and cheap to make.
        return AddStrategy(new TStrategy().Family, _ => [new TStrategy()]);
    }

    /// <summary>A family that chooses its implementation, or several, by its own configuration.</summary>
    /// <param name="family">The name that <c>ENRICHER_STRATEGIES</c> has.</param>
    /// <param name="create">Makes the strategies from the environment; throws to stop start-up, naming the setting, its value and what is allowed.</param>
    public StrategyRegistry AddStrategy(string family, Func<IReadOnlyDictionary<string, string>, IEnumerable<Strategy>> create)
    {
        if (_families.Any(f => string.Equals(f.Family, family, StringComparison.Ordinal)))
            throw new ArgumentException($"Strategy '{family}' is registered already.", nameof(family));
        _families.Add(new(family, create));
        return this;
    }

    /// <summary>Registers a look-up source: any store or API that answers many keys at once.</summary>
    public StrategyRegistry AddLookUp(string source, ILookUpSource answers)
    {
        if (!_sources.TryAdd(source, answers))
            throw new ArgumentException($"Look-up '{source}' is registered already.", nameof(source));
        return this;
    }

    internal IEnumerable<Strategy> Create(string family, IReadOnlyDictionary<string, string> settings) =>
        _families.First(f => string.Equals(f.Family, family, StringComparison.Ordinal)).Create(settings);
}
