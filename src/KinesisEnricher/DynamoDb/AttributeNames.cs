namespace KinesisEnricher.DynamoDb;

/// <summary>The attributes of an item that are not the entity's own fields.</summary>
static class AttributeNames
{
    /// <summary>The table's only key: text, such as <c>LIMIT#…</c>.</summary>
    public const string Key = "pk";

    /// <summary>Layout version of the fields.</summary>
    public const string Version = "v";

    /// <summary>Counter that every write raises by one.</summary>
    public const string Rev = "rev";

    /// <summary>A list, least recently raised first, of the last position applied from each source.</summary>
    public const string Marks = "marks";

    /// <summary>Inside a mark: stream ARN, shard id and partition key.</summary>
    public const string MarkSource = "source";

    /// <summary>Inside a mark: sequence number, a dot, sub-sequence.</summary>
    public const string MarkPosition = "at";

    /// <summary>Where a table's time to live may look, should it have one. An item past it counts as present until DynamoDB takes it away.</summary>
    public const string ExpiresAt = "expiresAt";

    /// <summary>True for a name that no field of an entity may have.</summary>
    public static bool IsReserved(string name) => name is Key or Version or Rev or Marks or ExpiresAt;
}
