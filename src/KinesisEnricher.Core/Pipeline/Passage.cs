namespace KinesisEnricher.Core.Pipeline;

/// <summary>Effects of a lane on their way out, in lane order.</summary>
/// <param name="lane">The lane, folded.</param>
/// <param name="indices">Records of the lane whose effects go out, ascending; null for all that have one.</param>
sealed class Passage(Lane lane, IReadOnlyList<int>? indices = null)
{
    int _next;

    public Lane Lane => lane;

    /// <summary>The first record whose effect was not taken; null while all were.</summary>
    public int? BrokenAt { get; private set; }

    public string? Cause { get; private set; }

    /// <summary>Takes the next run of outputs, or of quarantines, off the passage.</summary>
    /// <param name="outputs">Outputs, not quarantines.</param>
    /// <param name="run">Gets them; null drops them.</param>
    public void TakeRun(bool outputs, List<Traveller>? run)
    {
        var count = indices?.Count ?? lane.End;
        for (; BrokenAt is null && _next < count; _next++)
        {
            var index = indices is null ? _next : indices[_next];
            var effect = lane.Fold.Effects[index];
            if (effect.IsDuplicate)
                continue;
            if (effect.IsOutput != outputs)
                return;
            run?.Add(new Traveller(this, index));
        }
    }

    /// <summary>Makes it as new.</summary>
    public void Clear() => (_next, BrokenAt, Cause) = (0, null, null);

    public void Break(int index, string cause)
    {
        if (BrokenAt is { } already && already <= index)
            return;
        (BrokenAt, Cause) = (index, cause);
    }
}
