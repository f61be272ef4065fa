namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>
/// A load like life: events of every family, of others, poison, and events that come twice. Half of the keys come aggregated, the others plain, because Lambda
/// keeps order between records of the same key only.
/// </summary>
sealed class MixedLoad(int seed)
{
    const double Poison = 0.02, Twice = 0.05, Odd = 0.03, Calls = 0.10, Turbines = 0.15, Cars = 0.20;

    readonly Random _random = new(seed);
    readonly LoadFamily _limits = new LimitFamily(), _turbines = new TurbineFamily(), _cars = new CarFamily(), _calls = new CallFamily(), _odd = new OddFamily(), _poison = new PoisonFamily();
    readonly List<LoadEvent> _sent = [];

    /// <summary>All that was taken, in that order, what came twice included.</summary>
    public IReadOnlyList<LoadEvent> Sent => _sent;

    /// <summary>What must be in the table; see <see cref="LoadFamily.Items"/>.</summary>
    public IEnumerable<KeyValuePair<string, Dictionary<string, object>>> Items => new[] { _limits, _turbines, _cars }.SelectMany(family => family.Items);

    public static bool IsAggregated(LoadEvent e) => e.PartitionKey[^1] % 2 == 0;

    public IEnumerable<LoadEvent> Take(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var next = _random.NextDouble() < Twice && _sent.Count > 0 ? _sent[_random.Next(_sent.Count)] : Pick().Next(_random);
            _sent.Add(next);
            yield return next;
        }
    }

    LoadFamily Pick()
    {
        var chance = _random.NextDouble();
        foreach (var (share, family) in new[] { (Poison, _poison), (Odd, _odd), (Calls, _calls), (Turbines, _turbines), (Cars, _cars) })
        {
            if ((chance -= share) < 0)
                return family;
        }
        return _limits;
    }
}
