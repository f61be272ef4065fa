using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Strategies;

/// <summary>A family whose events change one state item each: the shape most strategies have.</summary>
/// <param name="family">The family's name.</param>
/// <param name="eventType">How events are read. Asked for when the serializer reads the first: to make it takes a good part of a cold start.</param>
/// <param name="stateType">How state is read and written; asked for likewise. All of a state must be in its JSON: a state is handed on as it is, or read from it again.</param>
public abstract class EnrichmentStrategy<TEvent, TState>(string family, Func<JsonTypeInfo<TEvent>> eventType, Func<JsonTypeInfo<TState>> stateType)
    : MultiItemStrategy<TEvent, TState>(family, eventType, stateType)
    where TEvent : class
    where TState : class
{
    /// <summary>Makes the enrichment and the entity's new state of an event and the state before it.</summary>
    /// <param name="record">The event.</param>
    /// <param name="state">The entity as the event before left it; null where there is none. Never change it in place.</param>
    /// <param name="found">The answers to the planned look-ups.</param>
    /// <param name="next">The entity's new state; null leaves it as it is.</param>
    protected abstract Enrichment Enrich(in Record<TEvent> record, TState? state, LookUps found, out TState? next);

    protected sealed override Enrichment Enrich(in Record<TEvent> record, StateItems<TState> items, LookUps found) =>
        throw new NotSupportedException("The single planned item is given instead.");

    internal sealed override Enrichment EnrichEvent(
        in Record<object> record, Plan.PlannedState[] states, IStateAccess access, LookUps found)
    {
        if (states.Length != 1)
            throw new InvalidOperationException($"Strategy '{Family}' must plan one state item, not {states.Length}; derive from MultiItemStrategy for more.");
        var key = states[0].Key;
        var enrichment = Enrich(Typed(record), (TState?)access.Get(key), found, out var next);
        if (next is not null)
            access.Set(key, next);
        return enrichment;
    }
}
