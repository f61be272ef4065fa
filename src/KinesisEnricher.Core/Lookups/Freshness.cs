namespace KinesisEnricher.Core.Lookups;

/// <summary>How fresh a look-up's answer must be.</summary>
public enum Freshness
{
    /// <summary>A cached answer will do, negative ones included.</summary>
    Cached,

    /// <summary>Asked at the source itself, consistently: before a record is quarantined for missing reference data.</summary>
    Authoritative,
}
