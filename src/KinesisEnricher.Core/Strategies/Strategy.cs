using System.Text.Json;

namespace KinesisEnricher.Core.Strategies;

/// <summary>
/// A family of events and what is done with them. Derive from <see cref="EnrichmentStrategy{TEvent,TState}"/> (one state item per event),
/// <see cref="MultiItemStrategy{TEvent,TState}"/> (several) or <see cref="StatelessStrategy{TEvent}"/>.
/// </summary>
public abstract class Strategy
{
    private protected Strategy(string family) => Family = family;

    /// <summary>The family's name, as <c>ENRICHER_STRATEGIES</c> has it; output types start with it.</summary>
    public string Family { get; }

    /// <summary>Event types handled, exactly as events spell them.</summary>
    public virtual IReadOnlyList<string> EventTypes => [];

    /// <summary>Names of root members whose presence alone marks an event as this family's, for events that carry no type; matched ignoring case.</summary>
    public virtual IReadOnlyList<string> Marks => [];

    /// <summary>Layout version <c>v</c> that the state is written with. Items of this version and the one before can be read.</summary>
    public virtual int StateVersion => 1;

    /// <summary>True when events change state items.</summary>
    public abstract bool HasState { get; }

    /// <summary>True when state keys are decided by look-up answers: <c>PlanState</c> is overridden.</summary>
    public virtual bool DecidesStateByLookUp => false;

    internal virtual object? TryReadEvent(ReadOnlySpan<byte> json, object? used, out string? type)
    {
        type = null;
        return null;
    }

    internal abstract object DecodeEvent(ReadOnlySpan<byte> json);
    internal abstract EventInfo DescribeEvent(in Record<object> record);
    internal abstract FilterResult FilterEvent(in Record<object> record);
    internal abstract void PlanEvent(in Record<object> record, Plan plan);
    internal abstract FilterResult PlanEventState(in Record<object> record, LookUps found, Plan plan);
    internal abstract Enrichment EnrichEvent(in Record<object> record, Plan.PlannedState[] states, IStateAccess access, LookUps found);
    internal abstract object ReadStateItem(int version, ReadOnlySpan<byte> json);
    internal abstract void WriteStateItem(Utf8JsonWriter writer, object state);
}
