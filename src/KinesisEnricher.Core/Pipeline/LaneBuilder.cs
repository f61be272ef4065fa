using System.Runtime.InteropServices;
using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Parts a chunk's open records into lanes. Not for concurrent use.</summary>
sealed class LaneBuilder
{
    readonly Dictionary<string, int> _partitionKeys = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _states = new(StringComparer.Ordinal);
    readonly List<Lane> _lanes = [];
    int[] _roots = [];
    Lane?[] _byRoot = [];

    /// <returns>The lanes; they are the builder's, until it is cleared.</returns>
    public List<Lane> Build(List<WorkItem> chunk, Rules rules, Func<Lane> take)
    {
        if (_roots.Length < chunk.Count)
            (_roots, _byRoot) = (new int[chunk.Count], new Lane?[chunk.Count]);
        var roots = _roots; // A forest: records of a tree share a lane.
        Dictionary<LookUpKey, int>? lookUps = null;
        Dictionary<string, int>? sources = null;
        var undecided = rules.Have(Rules.UndecidedBlocks) ? Undecided(chunk) : null;

        for (var i = 0; i < chunk.Count; i++)
        {
            roots[i] = i;
            var work = chunk[i];
            if (work.Outcome is not null)
                continue;
            Join(_partitionKeys, work.Record.PartitionKey, i, roots);
            if (rules.Have(Rules.LaneByStateKey))
            {
                foreach (var state in work.States)
                    Join(_states, state.Key, i, roots);
            }
            if (work.HasState && undecided is not null && undecided.Contains(work.Source))
                Join(sources ??= new(StringComparer.Ordinal), work.Source, i, roots);
            if (!work.DecidesStateByLookUp)
                continue;
            foreach (var lookUp in work.LookUps)
                Join(lookUps ??= [], new LookUpKey(lookUp.Source.Source, lookUp.Key), i, roots);
        }

        for (var i = 0; i < chunk.Count; i++)
        {
            if (chunk[i].Outcome is not null)
                continue;
            ref var lane = ref _byRoot[Root(roots, i)];
            if (lane is null)
                _lanes.Add(lane = take());
            lane.Works.Add(chunk[i]);
        }
        foreach (var lane in _lanes)
            lane.Open();
        return _lanes;
    }

    /// <summary>Forgets a chunk.</summary>
    public void Clear()
    {
        _partitionKeys.Clear();
        _states.Clear();
        _lanes.Clear();
        Array.Clear(_byRoot);
    }

    /// <summary>
    /// Sources with a record whose state keys a failed look-up leaves open: it may share an item, and so a mark, with any record of its source that has state.
    /// </summary>
    static HashSet<string>? Undecided(List<WorkItem> chunk)
    {
        HashSet<string>? undecided = null;
        foreach (var work in chunk)
        {
            if (work.IsUndecided)
                (undecided ??= new(StringComparer.Ordinal)).Add(work.Source);
        }
        return undecided;
    }

    static void Join<TKey>(Dictionary<TKey, int> seen, TKey key, int index, int[] roots) where TKey : notnull
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, key, out var exists);
        if (exists)
            Unite(roots, first, index);
        else
            first = index;
    }

    static void Unite(int[] roots, int a, int b)
    {
        var (rootA, rootB) = (Root(roots, a), Root(roots, b));
        roots[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }

    static int Root(int[] roots, int index)
    {
        while (roots[index] != index)
            index = roots[index] = roots[roots[index]];
        return index;
    }
}
