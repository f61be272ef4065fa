using System.Text.Json.Serialization.Metadata;

namespace KinesisEnricher.Core.Lookups;

/// <summary>A kind of reference data that strategies look up: the source's name and the shape of its values.</summary>
public sealed class LookUp<T>(string source, JsonTypeInfo<T> type) : LookUp(source)
    where T : class
{
    internal override object? Decode(ReadOnlySpan<byte> json) => System.Text.Json.JsonSerializer.Deserialize(json, type);
}

/// <inheritdoc cref="LookUp{T}"/>
public abstract class LookUp
{
    private protected LookUp(string source) => Source = source;

    /// <summary>The name under which a source is registered, such as <c>asset</c>.</summary>
    public string Source { get; }

    internal abstract object? Decode(ReadOnlySpan<byte> json);
}
