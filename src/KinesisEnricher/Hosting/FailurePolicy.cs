namespace KinesisEnricher.Hosting;

/// <summary><c>FAILURES</c>: how a batch with failed records is answered.</summary>
public enum FailurePolicy
{
    /// <summary>With the first failed record's sequence number, for mappings that have <c>ReportBatchItemFailures</c>.</summary>
    Report,

    /// <summary>With an error after the commits, for mappings without it.</summary>
    Throw,
}
