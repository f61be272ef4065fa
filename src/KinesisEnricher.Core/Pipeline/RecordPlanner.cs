using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Strategies;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Routes, decodes, filters and plans one record. Whatever a strategy throws is that record's fault and nobody else's.</summary>
sealed class RecordPlanner(StrategyFactory strategies)
{
    readonly Plan _plan = new();

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

        var route = Router.Find(work.Record.Payload.Span, strategies);
        work.Type = route.Type;
        work.Fault = route.Fault;
        if (route.Fault is not null)
            return;
        if (route.Strategy is null)
        {
            work.End(Outcome.Skipped, route.Type is null ? "no event type" : "no strategy for this type");
            return;
        }

        work.Strategy = route.Strategy;
        Guard(work, w =>
        {
            w.Event = w.Strategy!.DecodeEvent(w.Record.Payload.Span);
            if (Keep(w, w.Strategy.FilterEvent(w.ToRecord())))
                Collect(w, w.Strategy.PlanEvent);
        });
    }

    /// <summary>The second round: state keys that only look-up answers tell.</summary>
    public void PlanState(WorkItem work, LookUps found) => Guard(work, w =>
    {
        var result = FilterResult.Keep;
        Collect(w, (in record, plan) => result = w.Strategy!.PlanEventState(record, found, plan));
        Keep(w, result);
    });

    delegate void Planning(in Record<object> record, Plan plan);

    void Collect(WorkItem work, Planning planning)
    {
        _plan.Clear();
        foreach (var state in work.States)
            _plan.States.Add(state);
        planning(work.ToRecord(), _plan);
        if (_plan.LookUps.Count > 0)
            work.LookUps = [.. work.LookUps, .. _plan.LookUps];
        if (_plan.States.Count > 0)
            work.States = [.. _plan.States];
    }

    static bool Keep(WorkItem work, FilterResult result)
    {
        switch (result.Kind)
        {
            case FilterResult.Decision.Drop:
                work.End(Outcome.Filtered, result.Reason);
                return false;
            case FilterResult.Decision.Poison:
                work.Fault = new Fault(result.Reason!, result.Detail!);
                return false;
            default:
                return true;
        }
    }

    static void Guard(WorkItem work, Action<WorkItem> step)
    {
        try
        {
            step(work);
        }
        catch (JsonException e)
        {
            work.Fault = Faults.Schema(e);
        }
        catch (Exception e)
        {
            work.Fault = Faults.Unexpected(e);
        }
        if (work.Fault is not null)
            (work.LookUps, work.States) = ([], []);
    }
}
