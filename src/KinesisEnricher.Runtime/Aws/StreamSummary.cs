namespace KinesisEnricher.Runtime.Aws;

/// <summary>A stream as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Status"><c>CREATING</c>, <c>ACTIVE</c>, <c>UPDATING</c> or <c>DELETING</c>.</param>
/// <param name="OpenShards">How many shards take records.</param>
/// <param name="Retention">How long it keeps a record.</param>
public sealed record StreamSummary(string Name, string Arn, string Status, int OpenShards, TimeSpan Retention)
{
    /// <summary>True when records can be put and read; so they can while shards are split or merged.</summary>
    public bool IsReady => Status is "ACTIVE" or "UPDATING";
}
