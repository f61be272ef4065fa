namespace KinesisEnricher.UserLimits;

/// <summary>The envelope of a user-limit event, as far as it is used. One is read into again once its record is done. Every member may be absent here; <see cref="UserLimitSchema"/> says what must not be.</summary>
sealed record UserLimitEvent
{
    /// <summary>The user's id.</summary>
    public string? AggregateId { get; set; }

    /// <summary>When it happened, epoch milliseconds.</summary>
    public long? CreatedAt { get; set; }

    public string? EventId { get; set; }

    public UserLimitPayload? Payload { get; set; }

    /// <summary>Order within the aggregate, with gaps; not the Kinesis sequence number.</summary>
    public long? SequenceNumber { get; set; }
}
