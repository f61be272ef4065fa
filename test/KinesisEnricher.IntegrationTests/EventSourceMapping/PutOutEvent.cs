using System.Text.Json;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

/// <summary>An event of the output stream.</summary>
/// <param name="Id">The same however often it goes out.</param>
/// <param name="Sequence">Its place on the input stream: of two with the same id, which it is.</param>
/// <param name="PartitionKey">The user's: events of one are in order.</param>
/// <param name="Subject">The entity's key; empty without one.</param>
/// <param name="Time">When it happened; empty without one.</param>
/// <param name="IsLate">True when a newer one of its entity was applied before it.</param>
/// <param name="Input">The event as it came, JSON.</param>
/// <param name="Json">All of it.</param>
sealed record PutOutEvent(string Id, string Sequence, string PartitionKey, string Subject, string Time, bool IsLate, JsonElement Input, string Json)
{
    /// <summary>True for the families whose events change one entity each.</summary>
    public bool IsOfOneEntity => Subject.Split('#')[0] is "LIMIT" or "TURBINE";

    public static PutOutEvent Read(ReadOnlyMemory<byte> utf8)
    {
        var json = JsonDocument.Parse(utf8).RootElement;
        var data = json.GetProperty("data");
        return new PutOutEvent(
            json.GetProperty("id").GetString()!, json.GetProperty("sequence").GetString()!, json.GetProperty("partitionkey").GetString()!, TextOf("subject"), TextOf("time"),
            data.GetProperty("enrichment").TryGetProperty("late", out var late) && late.GetBoolean(), data.GetProperty("event"), json.GetRawText());

        string TextOf(string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : "";
    }
}
