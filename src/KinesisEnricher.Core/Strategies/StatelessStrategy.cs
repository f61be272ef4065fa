using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Strategies;

/// <summary>A family without state: never a duplicate across deliveries; a redelivery goes out again under its id.</summary>
public abstract class StatelessStrategy<TEvent>(string family, Func<JsonTypeInfo<TEvent>> eventType) : TypedStrategy<TEvent>(family, eventType)
    where TEvent : class
{
    public sealed override bool HasState => false;

    protected override void Plan(in Record<TEvent> record, Plan plan) { }

    protected abstract Enrichment Enrich(in Record<TEvent> record, LookUps found);

    internal sealed override Enrichment EnrichEvent(
        in Record<object> record, Plan.PlannedState[] states, IStateAccess access, LookUps found) => Enrich(Typed(record), found);

    internal sealed override object ReadStateItem(int version, ReadOnlySpan<byte> json) => throw new InvalidOperationException($"'{Family}' has no state.");
    internal sealed override void WriteStateItem(Utf8JsonWriter writer, object state) => throw new InvalidOperationException($"'{Family}' has no state.");
}
