namespace KinesisEnricher.Local.Faults;

/// <summary>The port that <c>--fault</c> lets fail.</summary>
enum FaultyPort
{
    Store,
    Sink,
    LookUp,
}
