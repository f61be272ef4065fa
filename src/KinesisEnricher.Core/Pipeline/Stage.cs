namespace KinesisEnricher.Core.Pipeline;

/// <summary>The stages of a batch whose time is taken. Each is gone through once per chunk.</summary>
public enum Stage
{
    /// <summary>Aggregates and compressed payloads taken apart, types found, events decoded, filtered and planned.</summary>
    Expand,

    /// <summary>Reference data asked for.</summary>
    LookUp,

    /// <summary>State items read.</summary>
    ReadState,

    /// <summary>Events enriched and folded into state items.</summary>
    Enrich,

    /// <summary>Events and quarantined records put out.</summary>
    Emit,

    /// <summary>State items written; conflicts folded and put out again.</summary>
    Commit,
}
