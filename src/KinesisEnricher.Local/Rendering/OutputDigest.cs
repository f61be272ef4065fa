using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Outputs;

namespace KinesisEnricher.Local.Rendering;

/// <summary>A few words on an output event.</summary>
static class OutputDigest
{
    const int IdLength = 13;
    const int AddedLength = 100;

    /// <summary>An event that was put out is as deep as its producer made it, and a little deeper.</summary>
    static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>Its id and type, such as <c>{"id":"01J9…","type":"user-limits.USER_LIMIT_RESET",…}</c>.</summary>
    public static string Of(OutputEvent output)
    {
        using var cloudEvent = JsonDocument.Parse(output.Json, Deep);
        var type = cloudEvent.RootElement.GetProperty("type"u8).GetString()!;
        return $"{{\"id\":\"{Printable.Short(output.Id, IdLength)}\",\"type\":\"{type}\",…}}";
    }

    /// <summary>What the strategy added: in its own words, else the enrichment's JSON.</summary>
    public static string AddedTo(OutputEvent output)
    {
        if (output.Enrichment is IReadable readable)
            return readable.ToLine();
        using var cloudEvent = JsonDocument.Parse(output.Json, Deep);
        return Printable.Short(cloudEvent.RootElement.GetProperty("data"u8).GetProperty("enrichment"u8).GetRawText(), AddedLength);
    }

    public static string JsonOf(OutputEvent output) => Encoding.UTF8.GetString(output.Json.Span);
}
