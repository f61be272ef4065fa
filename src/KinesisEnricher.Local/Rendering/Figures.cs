using System.Globalization;
using KinesisEnricher.Core.Pipeline;

namespace KinesisEnricher.Local.Rendering;

/// <summary>What the function's metrics say, of one batch or of many together: the sample runs and the live view show the same figures in the same words.</summary>
sealed class Figures
{
    readonly int[] _outcomes = new int[Enum.GetValues<Outcome>().Length];
    readonly TimeSpan[] _times = new TimeSpan[Enum.GetValues<Stage>().Length];
    long _received, _expanded, _late, _chunks, _lookUpKeys, _fromMemory, _fromCache, _fromSource, _roundTrips, _conflicts;
    double _largestLaneShare;

    public void Add(BatchStatistics statistics)
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
            _outcomes[(int)outcome] += statistics.Of(outcome);
        foreach (var stage in Enum.GetValues<Stage>())
            _times[(int)stage] += statistics.TimeIn(stage);
        _received += statistics.Received;
        _expanded += statistics.Expanded;
        _late += statistics.Late;
        _chunks += statistics.Chunks;
        _lookUpKeys += statistics.LookUpKeys;
        _fromMemory += statistics.LookUpsFromMemory;
        _fromCache += statistics.LookUpsFromCache;
        _fromSource += statistics.LookUpsFromSource;
        _roundTrips += statistics.RoundTrips;
        _conflicts += statistics.Conflicts;
        _largestLaneShare = Math.Max(_largestLaneShare, statistics.LargestLaneShare);
    }

    /// <summary>The outcomes that there were, such as <c>12 Enriched 1 Quarantined</c>.</summary>
    public string Outcomes => string.Join(
        ' ', Enum.GetValues<Outcome>().Where(o => _outcomes[(int)o] > 0).Select(o => string.Create(CultureInfo.InvariantCulture, $"{_outcomes[(int)o]} {o}")));

    /// <summary>All the others, on one line.</summary>
    public override string ToString()
    {
        var stages = Enum.GetValues<Stage>().Select(
            stage => string.Create(CultureInfo.InvariantCulture, $"{PipelineTracing.NameOf(stage)} {_times[(int)stage].TotalMilliseconds:0.0}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"received {_received} · expanded {_expanded} · late {_late} · chunks {_chunks} · largest lane {_largestLaneShare * 100:0} % · "
            + $"look-up keys {_lookUpKeys}: memory {_fromMemory} cache {_fromCache} source {_fromSource} · round trips {_roundTrips} · conflicts {_conflicts} · "
            + $"ms: {string.Join(' ', stages)}");
    }
}
