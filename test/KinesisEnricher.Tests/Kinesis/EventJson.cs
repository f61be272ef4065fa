using System.Text;

namespace KinesisEnricher.Tests.Kinesis;

/// <summary>Lambda events as JSON text.</summary>
static class EventJson
{
    public const string Arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/events";

    public static string Event(params string[] records) => $$"""{"Records":[{{string.Join(',', records)}}]}""";

    public static string Record(
        string data = "\"e30=\"", string sequenceNumber = "\"1\"", string partitionKey = "\"k\"", string arrival = "1480641523.477",
        string eventId = "\"shardId-000000000000:1\"", string arn = $"\"{Arn}\"", string more = "") =>
        $$$"""
        {"eventID":{{{eventId}}},"eventSourceARN":{{{arn}}},
        "kinesis":{"partitionKey":{{{partitionKey}}},"sequenceNumber":{{{sequenceNumber}}},"data":{{{data}}},
        "approximateArrivalTimestamp":{{{arrival}}}{{{more}}}}}
        """;

    public static string Base64(string text) => Base64(Encoding.UTF8.GetBytes(text));

    public static string Base64(byte[] bytes) => $"\"{Convert.ToBase64String(bytes)}\"";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
