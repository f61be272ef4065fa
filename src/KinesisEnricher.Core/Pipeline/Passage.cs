namespace KinesisEnricher.Core.Pipeline;

/// <summary>Effects of a lane on their way out, in lane order.</summary>
/// <param name="lane">The lane, folded.</param>
/// <param name="indices">Records of the lane whose effects go out, ascending.</param>
sealed class Passage(Lane lane, IReadOnlyList<int> indices)
{
    int _next;

    public Lane Lane => lane;

    /// <summary>The first record whose effect was not taken; null while all were.</summary>
    public int? BrokenAt { get; private set; }

    public string? Cause { get; private set; }

    public static Passage Of(Lane lane)
    {
        var indices = new List<int>(lane.End);
        for (var i = 0; i < lane.End; i++)
        {
            if (!lane.Fold.Effects[i].IsDuplicate)
                indices.Add(i);
        }
        return new Passage(lane, indices);
    }

    /// <summary>Takes the next run of outputs, or of quarantines, off the passage.</summary>
    public void TakeRun(bool outputs, List<Traveller> run)
    {
        while (BrokenAt is null && _next < indices.Count)
        {
            var effect = lane.Fold.Effects[indices[_next]];
            if (effect.Output is not null != outputs)
                return;
            run.Add(new Traveller(this, indices[_next]));
            _next++;
        }
    }

    public void Break(int index, string cause)
    {
        if (BrokenAt is { } already && already <= index)
            return;
        (BrokenAt, Cause) = (index, cause);
    }
}
