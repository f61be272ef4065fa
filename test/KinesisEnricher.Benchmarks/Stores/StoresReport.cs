using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Benchmarks.Stores;

/// <summary>Figures for people and for programs.</summary>
/// <param name="Date">The day.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Figures">A row each.</param>
/// <param name="Ratios">How many times the batched way's figures record by record comes to.</param>
sealed record StoresReport(string Date, string Machine, IReadOnlyList<Figures> Figures, IReadOnlyList<Ratios> Ratios)
{
    public static StoresReport Of(IReadOnlyList<Figures> figures) => new(
        Benchmarks.Machine.Today, Benchmarks.Machine.Name, figures,
        [.. figures.GroupBy(f => f.Caches).Select(g => Stores.Ratios.Of(g.Key, g.First(f => f.Handler == "batched"), g.First(f => f.Handler != "batched")))]);

    public string ToJson() => JsonSerializer.Serialize(this, StoresJson.Default.StoresReport);

    public string ToMarkdown()
    {
        var text = new StringBuilder()
            .AppendLine("# Batched, and record by record")
            .AppendLine()
            .AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"{StoresBenchmark.Records} records over {StoresBenchmark.Entities} entities and {StoresBenchmark.LookUpKeys} look-up keys, against redis-server and dynalite on the same machine. {Date}, {Machine}."))
            .AppendLine("`dotnet run -c Release --project test/KinesisEnricher.Benchmarks -- stores`")
            .AppendLine()
            .AppendLine("| caches | | round trips | ms/batch | records/s | CPU µs/record |")
            .AppendLine("|---|---|---|---|---|---|");
        foreach (var row in Figures)
        {
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Caches} | {row.Handler} | {row.RoundTrips} | {row.BatchMs:0.0} | {row.RecordsPerSecond:0} | {row.CpuMicros:0} |"));
        }
        foreach (var ratio in Ratios)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {ratio.Caches} | **ratio** | {ratio.RoundTrips:0.0} | {ratio.Wall:0.0} | {ratio.Wall:0.0} | {ratio.Cpu:0.0} |"));
        return text.ToString();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoresReport))]
sealed partial class StoresJson : JsonSerializerContext;
