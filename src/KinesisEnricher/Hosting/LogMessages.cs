#pragma warning disable SYSLIB1015 // Lines are JSON: a value has a member of its own, and need not be in the text too.
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Hosting;

/// <summary>What the function logs. Ids never change: alarms and queries depend on them. Values that are null are left out of the line.</summary>
static partial class LogMessages
{
    [LoggerMessage(EventId = 2001, Message = "started")]
    public static partial void Started(
        this ILogger logger, LogLevel level, string? stage, string packageSet, IEnumerable<string> strategies, string state, string lookUps, string output,
        string quarantine, IEnumerable<string> warnings);

    [LoggerMessage(EventId = 2002, Message = "batch done")]
    public static partial void BatchDone(
        this ILogger logger, LogLevel level, string? warning, string? shard, string? checkpoint, int received, int expanded, int enriched, int filtered, int skipped,
        int duplicate, int late, int quarantined, int failed, int blocked, int chunks, double largestLaneShare, int lookUpKeys, int roundTrips, int conflicts,
        double? iteratorAgeMs, double durationMs, double expandMs, double lookUpMs, double readStateMs, double enrichMs, double emitMs, double commitMs,
        bool coldStart);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "event refused: {Problem}")]
    public static partial void EventRefused(this ILogger logger, string problem);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void LookUpCacheTrouble(this ILogger logger, string problem);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "record failed, and is delivered again")]
    public static partial void RecordFailed(
        this ILogger logger, string shard, string sequence, int subSequence, string keyHash, string? partitionKey, string? type, string? eventId, string? reason,
        string? detail);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "first record that is blocked, and is delivered again")]
    public static partial void RecordBlocked(
        this ILogger logger, string shard, string sequence, int subSequence, string keyHash, string? partitionKey, string? type, string? eventId, string? reason,
        string? detail);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Error, Message = "record quarantined")]
    public static partial void RecordQuarantined(
        this ILogger logger, string shard, string sequence, int subSequence, string keyHash, string? partitionKey, string? type, string? eventId, string? reason,
        string? detail);

    [LoggerMessage(EventId = 2104, Level = LogLevel.Debug, Message = "record {Outcome}")]
    public static partial void RecordDone(
        this ILogger logger, string outcome, string shard, string sequence, int subSequence, string keyHash, string? partitionKey, string? type, string? eventId,
        string? reason, string? detail);

    [LoggerMessage(EventId = 2105, Level = LogLevel.Warning, Message = "{Count} more records failed; they have no line of their own")]
    public static partial void MoreFailed(this ILogger logger, int count);
}
