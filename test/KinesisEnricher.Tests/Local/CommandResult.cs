using System.Text.Json;

namespace KinesisEnricher.Tests.Local;

/// <summary>What a command left.</summary>
sealed record CommandResult(int Code, string Out, string Error)
{
    public string[] Lines => Out.TrimEnd('\n').Split('\n');

    /// <summary>The only line that holds <paramref name="text"/>.</summary>
    public string LineWith(string text) => Assert.Single(Lines, line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Standard output as the JSON documents that it must be, and nothing else.</summary>
    public IReadOnlyList<JsonElement> Documents
    {
        get
        {
            Assert.EndsWith("\n", Out, StringComparison.Ordinal);
            return [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        }
    }

    /// <summary>The outcomes of the only document.</summary>
    public string[] Outcomes => OutcomesOf(Assert.Single(Documents));

    public static string[] OutcomesOf(JsonElement document) =>
        [.. document.GetProperty("outcomes").EnumerateArray().Select(o => o.GetProperty("outcome").GetString()!)];
}
