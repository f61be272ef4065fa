using System.Globalization;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Hosting;

/// <summary>
/// Logs a batch: a line for each record that is to be seen to, a line for every record at DEBUG, and a line that sums it up. Payloads are never logged. Partition
/// keys are logged as hashes, and of reasons only what cannot quote an event, unless personal data need not be masked.
/// </summary>
sealed class BatchLog(bool mask)
{
    /// <summary>Failed records with a line of their own. A table that is gone fails thousands, invocation after invocation.</summary>
    const int MaxFailedLines = 100;

    /// <summary>Below so many records, one lane says nothing about keys.</summary>
    const int MinLaneRecords = 10;

    public static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Enriched => "enriched",
        Outcome.Filtered => "filtered",
        Outcome.Skipped => "skipped",
        Outcome.Duplicate => "duplicate",
        Outcome.Quarantined => "quarantined",
        Outcome.Failed => "failed",
        _ => "blocked",
    };

    /// <param name="logger">The invocation's.</param>
    /// <param name="result">What became of the batch; null when it could not be read.</param>
    /// <param name="figures">The invocation in figures.</param>
    public void Write(JsonLogger logger, BatchResult? result, InvocationFigures figures)
    {
        if (result is not null)
            WriteRecords(logger, result, figures.Statistics);
        WriteSummary(logger, result, figures);
    }

    void WriteRecords(JsonLogger logger, BatchResult result, BatchStatistics statistics)
    {
        var all = logger.IsEnabled(LogLevel.Debug);
        if (!all && statistics.Of(Outcome.Quarantined) + statistics.Of(Outcome.Failed) + statistics.Of(Outcome.Blocked) == 0)
            return;
        var (failed, blocked) = (0, 0);
        foreach (var outcome in result.Outcomes)
        {
            switch (outcome.Outcome)
            {
                case Outcome.Quarantined:
                case Outcome.Failed when failed++ < MaxFailedLines:
                case Outcome.Blocked when blocked++ == 0:
                    WriteRecord(logger, result, outcome);
                    break;
                default:
                    if (all)
                        WriteRecord(logger, result, outcome);
                    break;
            }
        }
        if (failed > MaxFailedLines && !all)
            logger.MoreFailed(failed - MaxFailedLines);
    }

    void WriteRecord(JsonLogger logger, BatchResult result, in RecordOutcome outcome)
    {
        var shard = result.Records[outcome.RecordIndex].Shard.ShardId;
        var sequence = outcome.SequenceNumber.ToString();
        var keyHash = KeyHash.Of(outcome.PartitionKey);
        var partitionKey = mask ? null : outcome.PartitionKey;
        // The type of a record that no strategy takes is whatever somebody wrote there.
        var type = outcome.Outcome == Outcome.Skipped && mask ? null : outcome.Type;
        var reason = ReasonCode.Of(outcome.Reason);
        var detail = mask ? null : outcome.Reason;
        switch (outcome.Outcome)
        {
            case Outcome.Failed:
                logger.RecordFailed(shard, sequence, outcome.SubSequence, keyHash, partitionKey, type, outcome.EventId, reason, detail);
                break;
            case Outcome.Blocked:
                logger.RecordBlocked(shard, sequence, outcome.SubSequence, keyHash, partitionKey, type, outcome.EventId, reason, detail);
                break;
            case Outcome.Quarantined:
                logger.RecordQuarantined(shard, sequence, outcome.SubSequence, keyHash, partitionKey, type, outcome.EventId, reason, detail);
                break;
            default:
                logger.RecordDone(
                    NameOf(outcome.Outcome), shard, sequence, outcome.SubSequence, keyHash, partitionKey, type, outcome.EventId, reason, detail);
                break;
        }
    }

    static void WriteSummary(JsonLogger logger, BatchResult? result, InvocationFigures figures)
    {
        var statistics = figures.Statistics;
        var warning = WarningOf(statistics);
        var isWarning = warning is not null || statistics.Of(Outcome.Failed) + statistics.Of(Outcome.Blocked) > 0;
        logger.BatchDone(
            isWarning ? LogLevel.Warning : LogLevel.Information, warning, result is { Records: [var first, ..] } ? first.Shard.ShardId : null,
            result?.Checkpoint?.ToString(), statistics.Received, statistics.Expanded, statistics.Of(Outcome.Enriched), statistics.Of(Outcome.Filtered),
            statistics.Of(Outcome.Skipped), statistics.Of(Outcome.Duplicate), statistics.Late, statistics.Of(Outcome.Quarantined), statistics.Of(Outcome.Failed),
            statistics.Of(Outcome.Blocked), statistics.Chunks, Math.Round(statistics.LargestLaneShare, 3), statistics.LookUpKeys, statistics.RoundTrips,
            statistics.Conflicts, figures.IteratorAge is { } age ? Milliseconds(age) : null, Milliseconds(figures.Duration),
            Milliseconds(statistics.TimeIn(Stage.Expand)), Milliseconds(statistics.TimeIn(Stage.LookUp)), Milliseconds(statistics.TimeIn(Stage.ReadState)),
            Milliseconds(statistics.TimeIn(Stage.Enrich)), Milliseconds(statistics.TimeIn(Stage.Emit)), Milliseconds(statistics.TimeIn(Stage.Commit)),
            figures.IsCold);
    }

    static string? WarningOf(BatchStatistics statistics) => statistics is { LargestLaneShare: > 0.5, LaneRecords: >= MinLaneRecords }
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{statistics.LargestLaneShare * 100:0} % of the records went one after the other through one lane: they share a key. See the README's \"Order\".")
        : null;

    static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
