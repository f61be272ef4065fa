namespace KinesisEnricher.Testing.Faults;

/// <summary>What becomes of one thing that is asked of a port.</summary>
public enum PortFault
{
    /// <summary>It is done.</summary>
    None,

    /// <summary>
    /// It is not done and the call throws. Other things asked for in the same call are done first; a read or look-up that has an answer to another key gives
    /// that and leaves this key unanswered.
    /// </summary>
    Throw,

    /// <summary>It is done and the call throws all the same: the answer was lost. A read or look-up takes it as <see cref="Throw"/>.</summary>
    ThrowAfter,

    /// <summary>It is not done and the call does not throw: an unprocessed key, an event that the sink did not take. A write or a quarantine throws.</summary>
    Omit,

    /// <summary>A write is refused, as if somebody else had written the item. Anything but a write takes it as <see cref="Omit"/>.</summary>
    Conflict,
}
