using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Strategies;

/// <summary>
/// The I/O that an event needs, declared and never done by the strategy. The pipeline asks for a whole chunk's distinct keys at once.
/// </summary>
public sealed class Plan
{
    /// <summary>The most state items, and the most look-ups, of one event: each is read, and the items are written. An event with more is quarantined as <c>too-large</c>.</summary>
    public const int Most = 1000;

    internal readonly record struct PlannedLookUp(LookUp Source, string Key, bool Required);

    internal readonly record struct PlannedState(string Key, int Wave);

    // Arrays, not lists: the runtime compiles a list of structs of ours anew at every cold start.
    PlannedLookUp[] _lookUps = new PlannedLookUp[4];
    PlannedState[] _states = new PlannedState[4];
    int _lookUpCount;
    int _stateCount;

    /// <summary>Looks a value up; a missing one is null in <see cref="Strategies.LookUps"/> and may be a cached answer.</summary>
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
            wave = _states[parent].Wave + 1;
        }
        var index = IndexOf(key);
        if (index < 0)
            Add(new PlannedState(key, wave));
        else if (_states[index].Wave < wave)
            _states[index] = new PlannedState(key, wave);
    }

    internal PlannedLookUp[] TakeLookUps()
    {
        if (_lookUpCount == 0)
            return [];
        var taken = new PlannedLookUp[_lookUpCount];
        Array.Copy(_lookUps, taken, _lookUpCount);
        return taken;
    }

    /// <param name="room">Taken when it has just the size.</param>
    internal PlannedState[] TakeStates(PlannedState[] room)
    {
        if (_stateCount == 0)
            return [];
        var taken = room.Length == _stateCount ? room : new PlannedState[_stateCount];
        Array.Copy(_states, taken, _stateCount);
        return taken;
    }

    /// <summary>Begins with what was planned before.</summary>
    internal void Begin(PlannedLookUp[] lookUps, PlannedState[] states)
    {
        (_lookUpCount, _stateCount) = (0, 0);
        foreach (var lookUp in lookUps)
            Add(lookUp.Source, lookUp.Key, lookUp.Required);
        foreach (var state in states)
            Add(state);
    }

    int IndexOf(string key)
    {
        for (var i = 0; i < _stateCount; i++)
        {
            if (string.Equals(_states[i].Key, key, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    void Add(in PlannedState state)
    {
        if (_stateCount == Most)
            throw new PlanTooLargeException("state items");
        if (_stateCount == _states.Length)
            Array.Resize(ref _states, 2 * _stateCount);
        _states[_stateCount++] = state;
    }

    void Add(LookUp source, string key, bool required)
    {
        for (var i = 0; i < _lookUpCount; i++)
        {
            ref var planned = ref _lookUps[i];
            if (ReferenceEquals(planned.Source, source) && planned.Required == required && string.Equals(planned.Key, key, StringComparison.Ordinal))
                return;
        }
        if (_lookUpCount == Most)
            throw new PlanTooLargeException("look-ups");
        if (_lookUpCount == _lookUps.Length)
            Array.Resize(ref _lookUps, 2 * _lookUpCount);
        _lookUps[_lookUpCount++] = new PlannedLookUp(source, key, required);
    }
}
