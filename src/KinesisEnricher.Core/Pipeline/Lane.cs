namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Records of a chunk that must be handled one after the other, in event order: they share a partition key, a look-up key that decides a state key, or a state
/// item, directly or through others. It is used again for one of the next chunk.
/// </summary>
sealed class Lane
{
    public Lane() => (Passage, Commit) = (new Passage(this), new LaneCommit(this));

    public List<WorkItem> Works { get; } = [];

    /// <summary>The way out of its effects.</summary>
    public Passage Passage { get; }

    /// <summary>How far its commit is.</summary>
    public LaneCommit Commit { get; }

    /// <summary>Records from this index on are not handled: the one there failed or was blocked, and the rest wait behind it.</summary>
    public int End { get; private set; }

    /// <summary>What folding the first <see cref="End"/> records made.</summary>
    public Fold Fold { get; set; } = Fold.Empty;

    public void Open() => End = Works.Count;

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        Works.Clear();
        (End, Fold) = (0, Fold.Empty);
        Passage.Clear();
        Commit.Clear();
    }

    /// <summary>Fails one record and goes on with the others, as no lane should.</summary>
    public void Drop(int index, string reason)
    {
        Works[index].End(Outcome.Failed, reason);
        Works.RemoveAt(index);
        End--;
    }

    /// <summary>Stops the lane: the record at <paramref name="index"/> ends as given, those behind it are blocked.</summary>
    public void StopAt(int index, Outcome outcome, string reason, string behind = "behind a failure")
    {
        for (var i = index; i < End; i++)
            Works[i].End(i == index ? outcome : Outcome.Blocked, i == index ? reason : behind);
        End = Math.Min(End, index);
    }
}
