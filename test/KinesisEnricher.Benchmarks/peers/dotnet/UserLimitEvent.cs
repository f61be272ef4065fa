namespace DotnetPeer;

sealed class UserLimitEvent
{
    public string AggregateId { get; set; } = "";
    public Dictionary<string, string> Context { get; set; } = [];
    public long CreatedAt { get; set; }
    public string EventId { get; set; } = "";
    public UserLimitPayload Payload { get; set; } = new();
    public long SequenceNumber { get; set; }
    public string Source { get; set; } = "";
    public string Type { get; set; } = "";
    public Enrichment? Enrichment { get; set; }
}

sealed class UserLimitPayload
{
    public string BrandId { get; set; } = "";
    public string UserId { get; set; } = "";
    public string UserLimitId { get; set; } = "";
    public string CurrencyCode { get; set; } = "";
    public long? NextResetTime { get; set; }
    public long? ActiveFrom { get; set; }
    public long? ActiveUntil { get; set; }
    public string? Period { get; set; }
    public string? Status { get; set; }
    public string? Type { get; set; }
    public string? Value { get; set; }
    public string? Progress { get; set; }
    public string? Amount { get; set; }
    public string? PreviousProgress { get; set; }
    public string? RemainingAmount { get; set; }
}
