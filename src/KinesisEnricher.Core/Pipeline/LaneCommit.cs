namespace KinesisEnricher.Core.Pipeline;

/// <summary>How far the commit of a lane is.</summary>
sealed class LaneCommit(Lane lane)
{
    readonly List<FoldedItem> _settled = [];

    public Lane Lane => lane;

    /// <summary>Times that the lane was folded again after a conflict.</summary>
    public int Conflicts { get; set; }

    /// <summary>Items whose write ran into somebody else's, in the round in hand.</summary>
    public List<FoldedItem> Conflicted { get; } = [];

    /// <summary>True when an item of the lane cannot be written in this delivery: what hangs on it is not known any more.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        _settled.Clear();
        Conflicted.Clear();
        (Conflicts, HasFailed) = (0, false);
    }

    public void MarkCommitted(FoldedItem item)
    {
        item.IsCommitted = true;
        _settled.Add(item);
    }

    public void MarkFailed(FoldedItem item, string cause)
    {
        item.Failure = cause;
        HasFailed = true;
        _settled.Add(item);
    }

    /// <summary>Takes what was settled so far over to the items of a lane that was folded again.</summary>
    public void Settle(Fold fold)
    {
        var settled = _settled.ToDictionary(item => item.Key, StringComparer.Ordinal);
        foreach (var item in fold.Touched)
        {
            if (settled.TryGetValue(item.Key, out var before))
                (item.IsCommitted, item.Failure) = (before.IsCommitted, before.Failure);
        }
        lane.Fold = fold;
    }

    /// <summary>Adds the items that can be written now: nothing that must be written before them is open.</summary>
    public void AddReady(List<FoldedItem> writes)
    {
        var open = OpenWaves();
        foreach (var item in lane.Fold.Touched)
        {
            if (item.IsCommitted || item.Failure is not null || (open is not null && WaitsForAnother(item, open)))
                continue;
            item.Commit = this;
            writes.Add(item);
        }
    }

    /// <summary>Of each record, the lowest wave of its items that are not committed; null where all items are of the first.</summary>
    int[]? OpenWaves()
    {
        if (!Array.Exists(lane.Fold.Touched, item => item.Wave > 0))
            return null;
        var open = new int[lane.Works.Count];
        Array.Fill(open, int.MaxValue);
        foreach (var item in lane.Fold.Touched)
        {
            if (item.IsCommitted)
                continue;
            foreach (var index in item.Touchers)
                open[index] = Math.Min(open[index], item.Wave);
        }
        return open;
    }

    static bool WaitsForAnother(FoldedItem item, int[] open)
    {
        foreach (var index in item.Touchers)
        {
            if (open[index] < item.Wave)
                return true;
        }
        return false;
    }

    /// <summary>Ends the lane's records: final where all that they touched is committed.</summary>
    public void End(ItemCache items)
    {
        foreach (var item in _settled)
        {
            if (item.IsCommitted)
                items.Set(item.Next!, item.Strategy, item.Value!);
        }
        string?[]? causes = null;
        foreach (var item in lane.Fold.Touched)
        {
            if (item.IsCommitted)
                continue;
            items.Forget(item.Key);
            causes ??= new string?[lane.End];
            foreach (var index in item.Touchers)
                causes[index] = item.Failure ?? causes[index] ?? $"state: item {item.Key} waits for another";
        }

        var stopped = false;
        for (var i = 0; i < lane.End; i++)
        {
            var work = lane.Works[i];
            var effect = lane.Fold.Effects[i];
            work.EventId = effect.EventId;
            if (causes?[i] is { } cause)
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
