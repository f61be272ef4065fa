using System.Buffers;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// Applies a lane's records in order, each to the state that the one before left, and makes their effects. Pure: the same records on the same items give the
/// same bytes, so a lane can be folded again on a shorter prefix or on an item that somebody else has changed. Not for concurrent use.
/// </summary>
sealed class LaneFolder(ItemCache items, LookUps found, IEventSink sink, int maxItemBytes, Workspace workspace, Rules rules = Rules.All) : IStateAccess
{
    readonly CloudEventWriter? _events = sink.DropsAll ? null : new();
    readonly ArrayBufferWriter<byte> _buffer = new(1024);
    readonly Utf8JsonWriter _json = new(Stream.Null, CloudEventWriter.Options);
    readonly Dictionary<string, FoldedItem> _folded = new(StringComparer.Ordinal);
    readonly List<FoldedItem> _plannedItems = [];
    readonly List<FoldedItem> _touched = [];
    Plan.PlannedState[] _planned = [];

    /// <summary>Folds the lane's records before <see cref="Lane.End"/>.</summary>
    public Fold Fold(Lane lane)
    {
        // Items are written once, at the lane's end. Where one cannot be, or passes the limit, all are written after each event, to find the one that is to blame.
        try
        {
            var fold = Fold(lane, tryItems: false);
            if (AllFit(fold.Touched))
                return fold;
        }
        catch (Exception)
        {
            // It is thrown again at its event.
        }
        return Fold(lane, tryItems: true);
    }

    bool AllFit(FoldedItem[] items)
    {
        foreach (var item in items)
        {
            if (SizeOf(item.Next!) > maxItemBytes)
                return false;
        }
        return true;
    }

    Fold Fold(Lane lane, bool tryItems)
    {
        _folded.Clear();
        var effects = workspace.TakeEffects(lane.End);
        for (var i = 0; i < effects.Count; i++)
            effects[i] = Apply(lane.Works[i], i, tryItems);

        _touched.Clear();
        foreach (var item in _folded.Values)
        {
            if (!item.IsTouched)
                continue;
            item.Next ??= Write(item, item.Value!, item.CurrentMarks());
            _touched.Add(item);
        }
        return new Fold(effects, [.. _touched]);
    }

    Effect Apply(WorkItem work, int index, bool tryItems)
    {
        if (work.Fault is not null)
            return Effect.Quarantine(work.Fault);

        _planned = work.States;
        var covered = 0;
        _plannedItems.Clear();
        for (var i = 0; i < _planned.Length; i++)
        {
            var item = Item(_planned[i].Key, work.Strategy!);
            item.Change = null;
            _plannedItems.Add(item);
            if (item.IsCovered(work.Source, work.Position))
                covered++;
        }
        if (covered > 0 && (covered == _planned.Length || !rules.Have(Rules.BringUpOtherItems)))
            return Effect.Duplicate("position already applied");

        try
        {
            return Apply(work, index, covered > 0, tryItems);
        }
        catch (Exception e)
        {
            return Effect.Quarantine(Faults.Unexpected(e));
        }
    }

    Effect Apply(WorkItem work, int index, bool isPartlyApplied, bool tryItems)
    {
        var record = work.ToRecord();
        var enrichment = work.Strategy!.EnrichEvent(record, _planned, this, found);
        if (tryItems && enrichment is not Enrichment.Unusable && TooLargeItem(work) is { } tooLarge)
            return Effect.Quarantine(tooLarge);

        if (isPartlyApplied)
        {
            // Its output went out before any of its items was written: only the items that lack it are brought up to it.
            if (enrichment is not Enrichment.Unusable)
                Keep(work, index, raiseAll: true);
            return Effect.Duplicate("position already applied");
        }

        switch (enrichment)
        {
            case Enrichment.Unusable poison:
                return Effect.Quarantine(new Fault(poison.Reason, poison.Detail));

            case Enrichment.AlreadyApplied duplicate:
                Keep(work, index, raiseAll: false);
                return Effect.Duplicate(duplicate.Reason);

            default:
                var value = (Enrichment.Value)enrichment;
                var info = work.Strategy!.DescribeEvent(record);
                var id = info.Id ?? $"{record.Shard.ShardId}:{record.Position.Sequence}:{record.Position.SubSequence}";
                var output = _events is null ? null : Output(work, record, id, info, value);
                if (output?.Json.Length > sink.MaxEventBytes)
                    return Effect.Quarantine(Faults.TooLarge("an enriched event", output.Json.Length, sink.MaxEventBytes));
                Keep(work, index, raiseAll: true);
                return Effect.PutOut(id, output, value.Late);
        }
    }

    OutputEvent Output(WorkItem work, in Record<object> record, string id, EventInfo info, Enrichment.Value value)
    {
        var subject = info.Subject ?? (_planned.Length > 0 ? _planned[0].Key : null);
        return new OutputEvent
        {
            Id = id,
            Json = _events!.Write(work.Strategy!.Family, record, id, info.Time ?? record.ArrivalTime, subject, value),
            PartitionKey = record.PartitionKey,
            Shard = record.Shard,
            Position = record.Position,
            Enrichment = value.Content,
        };
    }

    /// <summary>Keeps the changes of an event for the items that did not have it, and raises their marks.</summary>
    void Keep(WorkItem work, int index, bool raiseAll)
    {
        for (var i = 0; i < _planned.Length; i++)
        {
            var item = _plannedItems[i];
            if (item.IsCovered(work.Source, work.Position))
                continue;
            if (item.Change is { } change)
                item.Value = change;
            else if (!raiseAll || item.Value is null)
                continue;
            item.Raise(work.Source, work.Position);
            item.IsTouched = true;
            item.Wave = Math.Max(item.Wave, _planned[i].Wave);
            item.Next = null;
            item.Touchers.Add(index);
        }
    }

    /// <summary>Writes the items as the event leaves them. What throws is that event's fault.</summary>
    /// <returns>The fault of a change that passes the limit; null for none.</returns>
    Fault? TooLargeItem(WorkItem work)
    {
        foreach (var item in _plannedItems)
        {
            if ((item.Change ?? item.Value) is not { } value || item.IsCovered(work.Source, work.Position))
                continue;
            var size = SizeOf(Write(item, value, item.CurrentMarks().Raise(work.Source, work.Position)));
            if (item.Change is not null && size > maxItemBytes)
                return Faults.TooLarge($"state item {item.Key}", size, maxItemBytes);
        }
        return null;
    }

    FoldedItem Item(string key, Strategy strategy)
    {
        if (!_folded.TryGetValue(key, out var item))
        {
            items.TryGet(key, out var entry);
            item = workspace.TakeFolded();
            item.Begin(key, strategy, entry?.Stored, entry?.Value);
            _folded.Add(key, item);
        }
        return item;
    }

    StateItem Write(FoldedItem item, object value, Marks marks)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        item.Strategy.WriteStateItem(_json, value);
        _json.Flush();
        return new StateItem(item.Key, (item.Stored?.Rev ?? 0) + 1, item.Strategy.StateVersion, marks, _buffer.WrittenSpan.ToArray());
    }

    static long SizeOf(StateItem item)
    {
        var size = (long)item.Fields.Length + item.Key.Length;
        foreach (ref readonly var mark in item.Marks.AsSpan())
            size += mark.Source.Length + mark.Position.Sequence.Text.Length + 8;
        return size;
    }

    object? IStateAccess.Get(string key)
    {
        var item = Planned(key);
        return item.Change ?? item.Value;
    }

    void IStateAccess.Set(string key, object value) => Planned(key).Change = value;

    FoldedItem Planned(string key)
    {
        foreach (var item in _plannedItems)
        {
            if (string.Equals(item.Key, key, StringComparison.Ordinal))
                return item;
        }
        throw new InvalidOperationException($"State item '{key}' was not planned by this event.");
    }
}
