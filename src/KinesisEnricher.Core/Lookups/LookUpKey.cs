namespace KinesisEnricher.Core.Lookups;

/// <summary>A key of a look-up source. Composite keys are parts joined with <c>:</c>, as <see cref="Join"/> makes them.</summary>
public sealed record LookUpKey(string Source, string Key)
{
    /// <summary>Joins parts with <c>:</c>. A <c>%</c> or <c>:</c> inside a part is percent-encoded, so that different parts never make the same key.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var escaped = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            escaped[i] = parts[i].Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal);
        return string.Join(':', escaped);
    }

    public override string ToString() => $"{Source}:{Key}";
}
