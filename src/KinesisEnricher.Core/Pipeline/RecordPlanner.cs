using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Routes, decodes, filters and plans one record. Whatever a strategy throws is that record's fault and nobody else's.</summary>
sealed class RecordPlanner(StrategyFactory strategies)
{
    readonly Plan _plan = new();
    Strategy? _last;

    public void Plan(WorkItem work)
    {
        if (work.Record.IsEmptyAggregate)
        {
            work.End(Outcome.Skipped, "empty aggregate");
            return;
        }
        if (work.Record.Fault is { } unreadable)
        {
            work.Fault = unreadable;
            return;
        }

        try
        {
            if (!TryReadAsBefore(work))
            {
                if (!Route(work))
                    return;
                work.Event = work.Strategy!.DecodeEvent(work.Record.Payload.Span);
            }
            var record = work.ToRecord();
            if (!Keep(work, work.Strategy!.FilterEvent(record)))
                return;
            _plan.Begin([], []);
            work.Strategy.PlanEvent(record, _plan);
            TakePlan(work);
        }
        catch (Exception e)
        {
            Break(work, e);
        }
    }

    /// <summary>Records of a stream are much alike: the strategy of the one before may read this one too, without a pass of the router's over it.</summary>
    bool TryReadAsBefore(WorkItem work)
    {
        var json = work.Record.Payload.Span;
        if (_last is null || !Utf8.IsValid(json) || _last.TryReadEvent(json, work.UsedEvent, out var type) is not { } read || !ReferenceEquals(strategies.Find(type!), _last))
            return false;
        (work.Type, work.Strategy, work.Event, work.KeepsEvent) = (type, _last, read, true);
        return true;
    }

    bool Route(WorkItem work)
    {
        var route = Router.Find(work.Record.Payload.Span, strategies);
        work.Type = route.Type;
        work.Fault = route.Fault;
        work.Strategy = _last = route.Strategy;
        if (route is { Fault: null, Strategy: null })
            work.End(Outcome.Skipped, route.Type is null ? "no event type" : "no strategy for this type");
        return route.Strategy is not null;
    }

    /// <summary>The second round: state keys that only look-up answers tell.</summary>
    public void PlanState(WorkItem work, LookUps found)
    {
        try
        {
            _plan.Begin(work.LookUps, work.States);
            if (Keep(work, work.Strategy!.PlanEventState(work.ToRecord(), found, _plan)))
                TakePlan(work);
        }
        catch (Exception e)
        {
            Break(work, e);
        }
    }

    void TakePlan(WorkItem work)
    {
        work.TakePlan(_plan);
        foreach (var state in work.States)
        {
            // A key that no item can have would fail for ever, and block its shard.
            if (state.Key.Length > StateItem.MaxKeyBytes / 3 && Encoding.UTF8.GetByteCount(state.Key) is var size and > StateItem.MaxKeyBytes)
            {
                work.Break(Faults.TooLarge("a state key", size, StateItem.MaxKeyBytes));
                return;
            }
        }
    }

    static bool Keep(WorkItem work, FilterResult result)
    {
        switch (result.Kind)
        {
            case FilterResult.Decision.Drop:
                work.End(Outcome.Filtered, result.Reason);
                return false;
            case FilterResult.Decision.Poison:
                work.Break(new Fault(result.Reason!, result.Detail!));
                return false;
            default:
                return true;
        }
    }

    static void Break(WorkItem work, Exception e) => work.Break(e switch
    {
        JsonException json => Faults.Schema(json),
        PlanTooLargeException plan => Faults.TooLarge(plan),
        _ => Faults.Unexpected(e),
    });
}
