using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Writes what lanes touched, each item once, on the condition that nobody else wrote it since it was read. After a conflict the item is read again, its lane
/// folded again on it, and what comes out otherwise than before put out again, before the write is tried again.
/// </summary>
sealed class CommitStage(
    IStateStore store, ItemCache items, LaneFolder folder, EmitStage emit, Workspace workspace, PipelineOptions options, Retry retry, Deadline deadline, BatchMeter meter)
{
    enum WriteResult { Written, Conflict, Failed }

    public async ValueTask CommitAsync(List<Lane> lanes)
    {
        var writes = workspace.Writes;
        while (true)
        {
            writes.Clear();
            foreach (var lane in lanes)
                lane.Commit.AddReady(writes);
            if (writes.Count == 0)
                break;
            await Bounded.ForEachAsync(writes, options.MaxParallelism, WriteAsync).ConfigureAwait(false);
            var conflicted = lanes.FindAll(lane => lane.Commit.Conflicted.Count > 0);
            await ResolveAsync(conflicted.ConvertAll(lane => lane.Commit)).ConfigureAwait(false);
        }

        foreach (var lane in lanes)
            lane.Commit.End(items);
    }

    async ValueTask WriteAsync(FoldedItem item)
    {
        var commit = item.Commit!;
        var result = WriteResult.Failed;
        var cause = Causes.Deadline;
        for (var attempt = 1; !deadline.IsOver; attempt++)
        {
            try
            {
                result = await store.TryWriteAsync(item.Next!, deadline.Token).ConfigureAwait(false) ? WriteResult.Written : WriteResult.Conflict;
                break;
            }
            catch (Exception e)
            {
                cause = Causes.Of(e);
            }
            if (!await retry.WaitAsync(attempt).ConfigureAwait(false))
                break;
        }
        if (result == WriteResult.Conflict)
            meter.Add(BatchMeter.Count.Conflict);
        lock (commit)
        {
            if (result == WriteResult.Written || (result == WriteResult.Conflict && !options.Rules.Have(Rules.FoldAgainOnConflict)))
                commit.MarkCommitted(item);
            else if (result == WriteResult.Conflict)
                commit.Conflicted.Add(item);
            else
                commit.MarkFailed(item, $"state: {cause}");
        }
    }

    async ValueTask ResolveAsync(List<LaneCommit> conflicts)
    {
        if (conflicts.Count == 0)
            return;

        var again = new Dictionary<string, Strategy>(StringComparer.Ordinal);
        foreach (var commit in conflicts)
        {
            if (++commit.Conflicts > options.ConflictRetries || commit.HasFailed)
                Fail(commit, _ => "state: somebody else keeps writing the same item");
            foreach (var item in commit.Conflicted)
                again[item.Key] = item.Strategy;
        }
        await items.ReloadAsync(again).ConfigureAwait(false);

        var passages = new Dictionary<Passage, LaneCommit>();
        foreach (var commit in conflicts)
        {
            if (commit.Conflicted.Exists(item => !items.TryGet(item.Key, out _)))
                Fail(commit, item => items.FailureOf(item.Key));
            if (commit.Conflicted.Count == 0)
                continue;
            commit.Conflicted.Clear();
            var before = commit.Lane.Fold;
            commit.Settle(folder.Fold(commit.Lane));
            passages.Add(new Passage(commit.Lane, options.Rules.Have(Rules.EmitAgainWhatChanged) ? Changed(commit.Lane, before) : []), commit);
        }

        await emit.PutOutAsync(passages.Keys).ConfigureAwait(false);
        foreach (var (passage, commit) in passages)
        {
            if (passage.BrokenAt is not { } index)
                continue;
            passage.Lane.StopAt(index, Outcome.Failed, passage.Cause!);
            commit.Settle(folder.Fold(passage.Lane));
        }
    }

    /// <summary>Gives up on the conflicted items of a lane.</summary>
    static void Fail(LaneCommit commit, Func<FoldedItem, string> cause)
    {
        foreach (var item in commit.Conflicted)
            commit.MarkFailed(item, cause(item));
        commit.Conflicted.Clear();
    }

    /// <summary>The records that must go out again: of each partition key, those from the first on that came out otherwise than before.</summary>
    static List<int> Changed(Lane lane, Fold before)
    {
        HashSet<string>? keys = null;
        var changed = new List<int>();
        for (var i = 0; i < lane.End; i++)
        {
            var effect = lane.Fold.Effects[i];
            if (effect.IsDuplicate)
                continue;
            var key = lane.Works[i].Record.PartitionKey;
            if (keys is not null && keys.Contains(key))
            {
                changed.Add(i);
            }
            else if (!SameAs(effect, before.Effects[i]))
            {
                (keys ??= new(StringComparer.Ordinal)).Add(key);
                changed.Add(i);
            }
        }
        return changed;
    }

    static bool SameAs(Effect now, Effect before) =>
        !now.IsOutput ? before.Fault is not null
        : before.IsOutput && (now.Output?.Json ?? default).Span.SequenceEqual((before.Output?.Json ?? default).Span);
}
