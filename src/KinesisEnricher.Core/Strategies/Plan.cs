using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Strategies;

/// <summary>
/// The I/O that an event needs, declared and never done by the strategy. The pipeline asks for a whole chunk's distinct keys at once.
/// </summary>
public sealed class Plan
{
    internal readonly record struct PlannedLookUp(LookUp Source, string Key, bool Required);

    internal readonly record struct PlannedState(string Key, int Wave);

    internal List<PlannedLookUp> LookUps { get; } = [];
    internal List<PlannedState> States { get; } = [];

    /// <summary>Looks a value up; a missing one is null in <see cref="LookUps"/> and may be a cached answer.</summary>
    public void LookUp<T>(LookUp<T> source, string key) where T : class => Add(source, key, required: false);

    /// <summary>
    /// Looks up a value whose absence is a permanent fault of the event. Before it counts as missing, the source itself is asked, consistently.
    /// </summary>
    public void Require<T>(LookUp<T> source, string key) where T : class => Add(source, key, required: true);

    /// <summary>
    /// The event changes this state item. Events that share an item are applied one after the other.
    /// </summary>
    /// <param name="key">The item's key, such as <c>ORDER#…</c>.</param>
    /// <param name="after">A key planned before: this item is written only once that one is, so that its existence proves the other's.</param>
    public void State(string key, string? after = null)
    {
        var wave = 0;
        if (after is not null)
        {
            var parent = IndexOf(after);
            if (parent < 0)
                throw new InvalidOperationException($"State item '{after}' must be planned before '{key}', which comes after it.");
            wave = States[parent].Wave + 1;
        }
        var index = IndexOf(key);
        if (index < 0)
            States.Add(new PlannedState(key, wave));
        else if (States[index].Wave < wave)
            States[index] = new PlannedState(key, wave);
    }

    int IndexOf(string key)
    {
        for (var i = 0; i < States.Count; i++)
        {
            if (string.Equals(States[i].Key, key, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    void Add(LookUp source, string key, bool required)
    {
        var planned = new PlannedLookUp(source, key, required);
        if (!LookUps.Contains(planned))
            LookUps.Add(planned);
    }

    internal void Clear()
    {
        LookUps.Clear();
        States.Clear();
    }
}
