using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// What failed and blocked records leave behind for the rest of the invocation: their partition keys, the look-up keys that decide state keys, and their state
/// keys. A later record that shares one must wait, or it would be applied before its predecessor, whose mark would then hide that one for good.
/// </summary>
sealed class StoppedKeys(Rules rules)
{
    readonly HashSet<string> _partitionKeys = new(StringComparer.Ordinal);
    readonly HashSet<string> _states = new(StringComparer.Ordinal);
    HashSet<LookUpKey>? _lookUps;
    readonly HashSet<string> _undecided = new(StringComparer.Ordinal);

    public bool Stop(WorkItem work)
    {
        if (_partitionKeys.Count == 0)
            return false;
        if (rules.Have(Rules.CarryPartitionKeys) && _partitionKeys.Contains(work.Record.PartitionKey))
            return true;
        foreach (var state in work.States)
        {
            if (rules.Have(Rules.CarryStateKeys) && _states.Contains(state.Key))
                return true;
        }
        if (work.HasState && _undecided.Contains(work.Source))
            return true;
        if (_lookUps is null || !work.DecidesStateByLookUp)
            return false;
        foreach (var lookUp in work.LookUps)
        {
            if (_lookUps.Contains(new LookUpKey(lookUp.Source.Source, lookUp.Key)))
                return true;
        }
        return false;
    }

    public void Add(WorkItem work)
    {
        _partitionKeys.Add(work.Record.PartitionKey);
        foreach (var state in work.States)
            _states.Add(state.Key);
        if (!work.DecidesStateByLookUp)
            return;
        foreach (var lookUp in work.LookUps)
            (_lookUps ??= []).Add(new LookUpKey(lookUp.Source.Source, lookUp.Key));
        if (work.IsUndecided && rules.Have(Rules.UndecidedBlocks))
            _undecided.Add(work.Source);
    }
}
