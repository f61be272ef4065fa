namespace KinesisEnricher.Core.Pipeline;

/// <summary>How far the commit of a lane is.</summary>
sealed class LaneCommit(Lane lane)
{
    readonly Dictionary<string, FoldedItem> _committed = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _failed = new(StringComparer.Ordinal);

    public Lane Lane => lane;

    /// <summary>Times that the lane was folded again after a conflict.</summary>
    public int Conflicts { get; set; }

    /// <summary>Items whose write ran into somebody else's, in the round in hand.</summary>
    public List<FoldedItem> Conflicted { get; } = [];

    /// <summary>True when an item of the lane cannot be written in this delivery: what hangs on it is not known any more.</summary>
    public bool HasFailed => _failed.Count > 0;

    public void MarkCommitted(FoldedItem item) => _committed.Add(item.Key, item);

    public void MarkFailed(FoldedItem item, string cause) => _failed[item.Key] = cause;

    /// <summary>Items that can be written now: nothing that must be written before them is open.</summary>
    public IEnumerable<FoldedItem> Ready()
    {
        foreach (var item in lane.Fold.Touched)
        {
            if (!_committed.ContainsKey(item.Key) && !_failed.ContainsKey(item.Key) && !WaitsForAnother(item))
                yield return item;
        }
    }

    bool WaitsForAnother(FoldedItem item)
    {
        if (item.Wave == 0)
            return false;
        foreach (var other in lane.Fold.Touched)
        {
            if (other.Wave < item.Wave && !_committed.ContainsKey(other.Key) && other.Touchers.Any(item.Touchers.Contains))
                return true;
        }
        return false;
    }

    /// <summary>Ends the lane's records: final where all that they touched is committed.</summary>
    public void End(ItemCache items)
    {
        var causes = new string?[lane.End];
        var isWhole = true;
        foreach (var item in _committed.Values)
            items.Set(item.Key, item.Next!, item.Value!);
        foreach (var item in lane.Fold.Touched)
        {
            if (_committed.ContainsKey(item.Key))
                continue;
            items.Forget(item.Key);
            isWhole = false;
            foreach (var index in item.Touchers)
                causes[index] = _failed.GetValueOrDefault(item.Key, causes[index] ?? $"state: item {item.Key} waits for another");
        }

        var stopped = false;
        for (var i = 0; i < lane.End; i++)
        {
            var work = lane.Works[i];
            var effect = lane.Fold.Effects[i];
            work.EventId = effect.Output?.Id;
            if (!isWhole && causes[i] is { } cause)
            {
                stopped = true;
                work.End(Outcome.Failed, cause);
            }
            else if (stopped)
            {
                work.End(Outcome.Blocked, "behind a failure");
            }
            else
            {
                work.End(effect.Outcome, effect.Reason);
            }
        }
    }
}
