using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Strategies;

/// <summary>What the strategies of every shape share: decode, filter, plan, describe. All of it is pure and synchronous.</summary>
public abstract class TypedStrategy<TEvent> : Strategy where TEvent : class
{
    readonly Func<JsonTypeInfo<TEvent>> _eventType;

    /// <param name="family">The family's name.</param>
    /// <param name="eventType">How events are read. Asked for when the serializer reads the first: to make it takes a good part of a cold start.</param>
    private protected TypedStrategy(string family, Func<JsonTypeInfo<TEvent>> eventType) : base(family) => _eventType = eventType;

    /// <summary>Reads the event from UTF-8 JSON. A hot family may override it to read bytes directly; a <see cref="JsonException"/> quarantines the record.</summary>
    protected virtual TEvent Decode(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, _eventType()) ?? throw new JsonException("The event is null; an object is expected.");

    /// <summary>
    /// Reads the event and its type in one pass over UTF-8 JSON, where they are as they usually are: a hot family may override it. The default leaves all of them
    /// to the router and to <see cref="Decode"/>.
    /// </summary>
    /// <param name="json">The payload, which may be no event of this family, and no JSON.</param>
    /// <param name="used">
    /// An event that nobody needs any more, to read this one into; null when there is none. A family that takes it must not keep events, or parts of them, in state
    /// or enrichments.
    /// </param>
    /// <param name="type">The event's type, by the rules of routing: an event with a <c>detail-type</c> or an <c>eventHeader</c> has another.</param>
    /// <returns>The event; null for one that is out of the ordinary.</returns>
    protected virtual TEvent? TryRead(ReadOnlySpan<byte> json, TEvent? used, out string? type)
    {
        type = null;
        return null;
    }

    /// <summary>Keeps the event, drops it with a reason, or quarantines it when it breaks its schema. The default keeps it.</summary>
    protected virtual FilterResult Filter(in Record<TEvent> record) => FilterResult.Keep;

    /// <summary>Declares the look-ups and state items that the event needs.</summary>
    protected abstract void Plan(in Record<TEvent> record, Plan plan);

    /// <summary>
    /// Declares the state items that only look-up answers tell; override <see cref="Strategy.DecidesStateByLookUp"/> too. May drop or quarantine the event.
    /// </summary>
    protected virtual FilterResult PlanState(in Record<TEvent> record, LookUps found, Plan plan) => FilterResult.Keep;

    /// <summary>The event's own id, time and subject.</summary>
    protected abstract EventInfo Describe(in Record<TEvent> record);

    internal override object? TryReadEvent(ReadOnlySpan<byte> json, object? used, out string? type) => TryRead(json, used as TEvent, out type);
    internal override object DecodeEvent(ReadOnlySpan<byte> json) => Decode(json);
    internal override EventInfo DescribeEvent(in Record<object> record) => Describe(Typed(record));
    internal override FilterResult FilterEvent(in Record<object> record) => Filter(Typed(record));
    internal override void PlanEvent(in Record<object> record, Plan plan) => Plan(Typed(record), plan);
    internal override FilterResult PlanEventState(in Record<object> record, LookUps found, Plan plan) => PlanState(Typed(record), found, plan);

    /// <summary>The same record where it lies, for it is large to copy: all instances of a generic struct over classes have one layout, and its event is the one that this strategy decoded.</summary>
    private protected static ref readonly Record<TEvent> Typed(in Record<object> record) =>
        ref Unsafe.As<Record<object>, Record<TEvent>>(ref Unsafe.AsRef(in record));
}
