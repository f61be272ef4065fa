namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Why a mapping gave records up, by Lambda's names.</summary>
public enum DiscardCondition
{
    RetryAttemptsExhausted,
    RecordAgeExceeded,
}
