namespace KinesisEnricher.Hosting;

/// <summary><c>OUTPUT</c>: where enriched events go.</summary>
public enum OutputKind
{
    Console,
    Kinesis,
    S3,
    None,
}
