namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// The whole batch must be delivered again: a record failed and the answer cannot name it (no usable sequence number at or before it), or
/// <c>FAILURES=throw</c> asks for an error instead of a partial answer. Everything that could be committed has been.
/// </summary>
public sealed class BatchFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What became of each record; null where that is not known.</summary>
    public BatchResult? Result { get; init; }
}
