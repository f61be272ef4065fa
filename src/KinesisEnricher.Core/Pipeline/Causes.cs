namespace KinesisEnricher.Core.Pipeline;

/// <summary>Words for a transient failure.</summary>
static class Causes
{
    public const string Deadline = "out of time before the deadline";

    public static string Of(Exception e) => e is OperationCanceledException ? "timed out" : $"{e.GetType().Name}: {e.Message}";
}
