using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Strategies;

/// <summary>What a strategy makes of an event: an enriched event, a duplicate, or poison.</summary>
public abstract class Enrichment
{
    private protected Enrichment() { }

    /// <param name="value">Goes out as the event's <c>enrichment</c>, a JSON object. An <see cref="Outputs.IReadable"/> one can be shown to people.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="late">True for an event that came after a newer one of its entity: <c>late: true</c> is added to the enrichment.</param>
    public static Enrichment Of<T>(T value, JsonTypeInfo<T> type, bool late = false) where T : class => new Serialized<T>(value, type, late);

    /// <summary>The event was applied already: nothing is put out.</summary>
    /// <param name="reason">By what it was recognised, such as <c>aggregate number 12 already applied</c>.</param>
    public static Enrichment Duplicate(string reason) => new AlreadyApplied(reason);

    /// <summary>The event can never be handled and goes to quarantine; its changes to state are dropped.</summary>
    /// <param name="reason">Short and stable.</param>
    /// <param name="detail">What was wrong and what is allowed.</param>
    public static Enrichment Poison(string reason, string detail) => new Unusable(reason, detail);

    internal sealed class AlreadyApplied(string reason) : Enrichment
    {
        public string Reason => reason;
    }

    internal sealed class Unusable(string reason, string detail) : Enrichment
    {
        public string Reason => reason;
        public string Detail => detail;
    }

    /// <summary>An enriched event. A hot family derives from it and writes its enrichment by hand: the serializer takes a good part of a cold start.</summary>
    /// <param name="late">True for an event that came after a newer one of its entity.</param>
    public abstract class Value(bool late) : Enrichment
    {
        public bool Late => late;

        /// <summary>What is written: this, or what it wraps. An <see cref="Outputs.IReadable"/> one can be shown to people.</summary>
        public virtual object Content => this;

        /// <summary>Writes the event's <c>enrichment</c>, as one JSON object.</summary>
        public abstract void Write(Utf8JsonWriter writer);
    }

    sealed class Serialized<T>(T value, JsonTypeInfo<T> type, bool late) : Value(late) where T : class
    {
        public override object Content => value;
        public override void Write(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, value, type);
    }
}
