namespace KinesisEnricher.Core.Pipeline;

/// <summary>What became of a record of a delivery. The first five are final; <see cref="Failed"/> and <see cref="Blocked"/> records are delivered again.</summary>
public enum Outcome
{
    /// <summary>Put out, and its state committed. The reason is <c>late</c> for an event that came after a newer one of its entity.</summary>
    Enriched,

    /// <summary>Dropped by its strategy, with a reason.</summary>
    Filtered,

    /// <summary>No strategy for its type, or a KPL aggregate without records.</summary>
    Skipped,

    /// <summary>Already applied.</summary>
    Duplicate,

    /// <summary>Can never be handled: kept in quarantine with its reason.</summary>
    Quarantined,

    /// <summary>A store, source, sink or quarantine failed it for now.</summary>
    Failed,

    /// <summary>Behind a failure in its lane, or past the deadline.</summary>
    Blocked,
}
