using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Lookups;

/// <summary>A kind of reference data that strategies look up: the source's name and the shape of its values.</summary>
/// <param name="source">The name under which a source is registered.</param>
/// <param name="read">Reads a value. What it throws is that value's fault.</param>
/// <param name="isComplete">
/// Tells a value that has all that a strategy needs. A required one that has not is asked for at the source itself, as a missing one is, because a cached
/// answer may be older than its repair. Null: every value has.
/// </param>
public sealed class LookUp<T>(string source, LookUpReader<T> read, Func<T, bool>? isComplete = null) : LookUp(source)
    where T : class
{
    /// <inheritdoc cref="LookUp{T}"/>
    /// <param name="source">The name under which a source is registered.</param>
    /// <param name="type">How the serializer reads a value. Asked for when the first is: to make it takes a good part of a cold start.</param>
    /// <param name="isComplete">Tells a value that has all that a strategy needs; null: every value has.</param>
    public LookUp(string source, Func<JsonTypeInfo<T>> type, Func<T, bool>? isComplete = null) : this(source, json => JsonSerializer.Deserialize(json, type()), isComplete) { }

    internal override object? Decode(ReadOnlySpan<byte> json) => read(json);

    internal override bool IsComplete(object? value) => value is not null && (isComplete is null || isComplete((T)value));
}

/// <summary>Reads a value of reference data from its JSON.</summary>
public delegate T? LookUpReader<out T>(ReadOnlySpan<byte> json)
    where T : class;

/// <inheritdoc cref="LookUp{T}"/>
public abstract class LookUp
{
    private protected LookUp(string source) => Source = source;

    /// <summary>The name under which a source is registered, such as <c>asset</c>.</summary>
    public string Source { get; }

    internal abstract object? Decode(ReadOnlySpan<byte> json);

    internal abstract bool IsComplete(object? value);
}
