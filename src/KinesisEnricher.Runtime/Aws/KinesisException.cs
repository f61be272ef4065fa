namespace KinesisEnricher.Runtime.Aws;

/// <summary>A call to Kinesis failed.</summary>
/// <param name="fault">What kind of failure it is.</param>
/// <param name="code">AWS's error code, such as <c>ResourceNotFoundException</c>; null when no answer says one.</param>
/// <param name="message">What AWS says, or what went wrong on the way.</param>
/// <param name="inner">The fault below, if any.</param>
public sealed class KinesisException(KinesisFault fault, string? code, string message, Exception? inner = null)
    : Exception(code is null ? message : $"{code}: {message}", inner)
{
    public KinesisFault Fault => fault;

    public string? Code => code;

    /// <param name="code">AWS's error code, without a namespace.</param>
    /// <param name="status">The HTTP status that it came with.</param>
    internal static KinesisFault FaultOf(string? code, int status) => code switch
    {
        "ProvisionedThroughputExceededException" or "LimitExceededException" or "KMSThrottlingException" or "ThrottlingException" or "Throttling"
            or "RequestLimitExceeded" => KinesisFault.Throttled,
        "ResourceNotFoundException" => KinesisFault.NotFound,
        "ResourceInUseException" => KinesisFault.InUse,
        "ExpiredIteratorException" => KinesisFault.ExpiredIterator,
        "AccessDeniedException" or "KMSAccessDeniedException" or "KMSOptInRequired" or "UnrecognizedClientException" or "InvalidSignatureException"
            or "IncompleteSignature" or "IncompleteSignatureException" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException"
            or "InvalidClientTokenId" or "ExpiredToken" or "ExpiredTokenException" or "OptInRequired" => KinesisFault.Denied,
        _ => status switch
        {
            401 or 403 => KinesisFault.Denied,
            429 => KinesisFault.Throttled,
            >= 400 and < 500 => KinesisFault.Invalid,
            _ => KinesisFault.Unavailable,
        },
    };
}
