namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>The Lambda Runtime API cannot be reached, answered something that is not HTTP, or refused a request.</summary>
/// <param name="message">What was asked, and what came back.</param>
/// <param name="status">The HTTP status of the refusal; null when no answer came.</param>
/// <param name="inner">The fault below, if any.</param>
public sealed class RuntimeApiException(string message, int? status = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The HTTP status of the refusal; null when no answer came.</summary>
    public int? Status { get; } = status;
}
