using System.Runtime.InteropServices;
using KinesisEnricher.Core.Lookups;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Parts a chunk's open records into lanes.</summary>
static class LaneBuilder
{
    public static List<Lane> Build(IReadOnlyList<WorkItem> chunk, Rules rules)
    {
        var roots = new int[chunk.Count]; // A forest: records of a tree share a lane.
        var partitionKeys = new Dictionary<string, int>(StringComparer.Ordinal);
        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<LookUpKey, int>? lookUps = null;
        Dictionary<string, int>? sources = null;
        var undecided = rules.Have(Rules.UndecidedBlocks) ? Undecided(chunk) : null;

        for (var i = 0; i < chunk.Count; i++)
        {
            roots[i] = i;
            var work = chunk[i];
            if (work.Outcome is not null)
                continue;
            Join(partitionKeys, work.Record.PartitionKey, i, roots);
            if (rules.Have(Rules.LaneByStateKey))
            {
                foreach (var state in work.States)
                    Join(states, state.Key, i, roots);
            }
            if (work.HasState && undecided is not null && undecided.Contains(work.Source))
                Join(sources ??= new(StringComparer.Ordinal), work.Source, i, roots);
            if (!work.DecidesStateByLookUp)
                continue;
            foreach (var lookUp in work.LookUps)
                Join(lookUps ??= [], new LookUpKey(lookUp.Source.Source, lookUp.Key), i, roots);
        }

        var lanes = new List<Lane>(partitionKeys.Count);
        var byRoot = new Lane?[chunk.Count];
        for (var i = 0; i < chunk.Count; i++)
        {
            if (chunk[i].Outcome is not null)
                continue;
            ref var lane = ref byRoot[Root(roots, i)];
            if (lane is null)
                lanes.Add(lane = new Lane());
            lane.Works.Add(chunk[i]);
        }
        foreach (var lane in lanes)
            lane.Open();
        return lanes;
    }

    /// <summary>
    /// Sources with a record whose state keys a failed look-up leaves open: it may share an item, and so a mark, with any record of its source that has state.
    /// </summary>
    static HashSet<string>? Undecided(IReadOnlyList<WorkItem> chunk)
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
