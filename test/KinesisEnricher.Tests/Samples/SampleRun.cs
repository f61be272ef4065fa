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

    /// <summary>The files that hold a Lambda event.</summary>
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Path.GetDirectoryName(PathOf("reference.json"))!, "*.json")
        .Select(path => Path.GetFileName(path))
        .Where(name => name != "reference.json")
        .Order(StringComparer.Ordinal);

    /// <param name="file">A file of <c>events/</c>.</param>
    /// <param name="variables">What the deployment sets.</param>
    public static async Task<SampleRun> OfAsync(string file, params (string Name, string Value)[] variables)
    {
        var options = EnricherOptions.From(
            variables.Append(("REFERENCE_FILE", PathOf("reference.json"))).ToDictionary(variable => variable.Item1, variable => variable.Item2));
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
