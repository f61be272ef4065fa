namespace KinesisEnricher.Runtime.Aws;

/// <summary>Why a call to Kinesis failed, as far as a caller goes on differently.</summary>
public enum KinesisFault
{
    /// <summary>The call itself is wrong; the same again fails again.</summary>
    Invalid,

    /// <summary>Too much at once, for a shard, a stream or the account: later it may work.</summary>
    Throttled,

    /// <summary>There is no such stream or shard.</summary>
    NotFound,

    /// <summary>There is such a stream already, or it is not in a state for this call.</summary>
    InUse,

    /// <summary>A shard iterator is older than five minutes: get another.</summary>
    ExpiredIterator,

    /// <summary>The credentials are missing, wrong or expired, or may not do this.</summary>
    Denied,

    /// <summary>The service is in trouble, or what answered is not Kinesis.</summary>
    Unavailable,

    /// <summary>No connection, or it was cut. Whether the call was carried out is not known.</summary>
    Unreachable,

    /// <summary>No answer in time. Whether the call was carried out is not known.</summary>
    TimedOut,
}
