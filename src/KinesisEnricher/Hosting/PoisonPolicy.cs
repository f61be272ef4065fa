namespace KinesisEnricher.Hosting;

/// <summary><c>POISON</c>: what is done with a record that can never be handled.</summary>
public enum PoisonPolicy
{
    /// <summary>It is kept in quarantine, and the batch goes on.</summary>
    Quarantine,

    /// <summary>It fails, and is delivered again until the event source mapping gives up.</summary>
    Fail,
}
