using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary>Figures for people and for programs.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Note">How.</param>
/// <param name="Command">What repeats it.</param>
/// <param name="Rows">A program each.</param>
sealed record ProcessReport(string Title, string Note, string Command, IReadOnlyList<Measurement> Rows)
{
    public string Date { get; init; } = Benchmarks.Machine.Today;
    public string Machine { get; init; } = Benchmarks.Machine.Name;

    public string ToJson() => JsonSerializer.Serialize(this, ProcessJson.Default.ProcessReport);

    public string ToMarkdown()
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"# {Title}")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"{Note} {Date}, {Machine}.")
            .AppendLine(CultureInfo.InvariantCulture, $"`{Command}`")
            .AppendLine()
            .AppendLine("| program | CPU µs/record, warm | young | first `next` ms | first answer ms | ms/batch, p50 | p99 | peak MB |")
            .AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var row in Rows)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.WarmMicros:0.00} | {row.YoungMicros:0.00} | {row.FirstNextMs:0} | {row.FirstAnswerMs:0} | {row.P50Ms:0.00} | {row.P99Ms:0.00} | {row.PeakMb:0} |"));
        AppendLoads(text);
        var peers = Rows.Where(row => row.Name.Contains("peer", StringComparison.Ordinal) || row.Name.StartsWith("bare", StringComparison.Ordinal)).ToList();
        if (peers.Count == 0)
            return text.ToString();

        text.AppendLine().AppendLine("As ratios:").AppendLine()
            .AppendLine("| program | beside | CPU, warm | young | first answer | p50 | peak |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var peer in peers)
        {
            foreach (var row in Rows.Take(2))
                text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {row.Name} | {peer.Name} | {row.WarmMicros / peer.WarmMicros:0.00} | {row.YoungMicros / peer.YoungMicros:0.00} | {row.FirstAnswerMs / peer.FirstAnswerMs:0.00} | {row.P50Ms / peer.P50Ms:0.00} | {row.PeakMb / peer.PeakMb:0.00} |"));
        }
        return text.ToString();
    }

    /// <summary>The same by what it hangs on.</summary>
    void AppendLoads(StringBuilder text)
    {
        if (!Rows.Any(row => row.Load is not null))
            return;
        text.AppendLine().AppendLine("By what there was to do:").AppendLine()
            .AppendLine("| program | event KB | CPU µs/KB | items | CPU µs/record and item |").AppendLine("|---|---|---|---|---|");
        foreach (var row in Rows)
        {
            if (row.Load is not { } load)
                continue;
            var (micros, kilobytes) = (row.WarmMicros * load.Records, load.EventBytes / 1024.0);
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Name} | {kilobytes:0} | {micros / kilobytes:0.00} | {load.Items} | {micros / (load.Records + load.Items):0.00} |"));
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessReport))]
sealed partial class ProcessJson : JsonSerializerContext;
