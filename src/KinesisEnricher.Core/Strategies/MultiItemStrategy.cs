using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Strategies;

/// <summary>A family whose events may change several state items each.</summary>
/// <inheritdoc cref="EnrichmentStrategy{TEvent,TState}"/>
public abstract class MultiItemStrategy<TEvent, TState>(string family, Func<JsonTypeInfo<TEvent>> eventType, Func<JsonTypeInfo<TState>> stateType)
    : TypedStrategy<TEvent>(family, eventType)
    where TEvent : class
    where TState : class
{
    public sealed override bool HasState => true;

    /// <summary>
    /// Applies the event to its items, part by part in the event's order, and says what to put out. Each item's new value depends on that item and the event
    /// alone. An item that has the event already is offered as it is, and what is set for it is ignored.
    /// </summary>
    protected abstract Enrichment Enrich(in Record<TEvent> record, StateItems<TState> items, LookUps found);

    /// <summary>Reads a stored item of layout <paramref name="version"/>: this one, or the one before it.</summary>
    protected virtual TState ReadState(int version, ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, stateType()) ?? throw new JsonException("The item is null; an object is expected.");

    /// <summary>Writes an item, as <see cref="ReadState"/> reads it with the current version: one JSON object.</summary>
    protected virtual void WriteState(Utf8JsonWriter writer, TState state) => JsonSerializer.Serialize(writer, state, stateType());

    internal override Enrichment EnrichEvent(in Record<object> record, Plan.PlannedState[] states, IStateAccess access, LookUps found) =>
        Enrich(Typed(record), new StateItems<TState>(access), found);

    internal sealed override object ReadStateItem(int version, ReadOnlySpan<byte> json) => ReadState(version, json);
    internal sealed override void WriteStateItem(Utf8JsonWriter writer, object state) => WriteState(writer, (TState)state);
}
