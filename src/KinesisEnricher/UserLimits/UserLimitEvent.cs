namespace KinesisEnricher.UserLimits;

/// <summary>The envelope of a user-limit event, as far as it is used. Every member may be absent here; <see cref="UserLimitSchema"/> says what must not be.</summary>
sealed record UserLimitEvent
{
    /// <summary>The user's id.</summary>
    public string? AggregateId { get; init; }

    /// <summary>When it happened, epoch milliseconds.</summary>
    public long? CreatedAt { get; init; }

    public string? EventId { get; init; }

    public UserLimitPayload? Payload { get; init; }

    /// <summary>Order within the aggregate, with gaps; not the Kinesis sequence number.</summary>
    public long? SequenceNumber { get; init; }
}
