using System.Buffers;
using System.Text;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Samples;

/// <summary>A file of <c>events/</c>, run through the function with every family on, its reference data, and everything else in memory.</summary>
sealed class SampleRun
{
    public required IReadOnlyList<RecordOutcome> Outcomes { get; init; }

    /// <summary>By position: lanes may go out in any order.</summary>
    public required IReadOnlyList<OutputEvent> Outputs { get; init; }

    public required IReadOnlyList<QuarantinedRecord> Quarantined { get; init; }

    /// <summary>The answer to Lambda.</summary>
    public required string Response { get; init; }

    /// <summary>What was added to each event put out, for people.</summary>
    public IEnumerable<string> Lines => Outputs.Select(output => ((IReadable)output.Enrichment).ToLine());

    public static async Task<SampleRun> OfAsync(string file)
    {
        var options = EnricherOptions.From(new Dictionary<string, string> { ["REFERENCE_FILE"] = PathOf("reference.json") });
        var (sink, quarantine, response) = (new CollectingSink(), new CollectingQuarantine(), new ArrayBufferWriter<byte>());
        await using var enricher = Enricher.Create(
            options, ports => ports with { Sink = sink, Quarantine = quarantine }, time: new ManualTimeProvider(), random: () => 0.5);

        var result = await enricher.HandleAsync(await File.ReadAllBytesAsync(PathOf(file)), timeLeft: null, response);

        return new SampleRun
        {
            Outcomes = result.Outcomes,
            Outputs = [.. sink.Events.OrderBy(output => output.Position)],
            Quarantined = quarantine.Records,
            Response = Encoding.UTF8.GetString(response.WrittenSpan),
        };
    }

    /// <summary>Where a file of <c>events/</c> lies.</summary>
    public static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KinesisEnricher.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        return Path.Combine(folder.FullName, "events", file);
    }
}
