namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>What must come of an event.</summary>
enum Fate
{
    /// <summary>It goes out, at least once.</summary>
    PutOut,

    /// <summary>It is somebody else's: nothing comes of it.</summary>
    PassedOver,

    /// <summary>It is kept, once.</summary>
    Quarantined,
}
