using System.Buffers;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Hosting;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.UserLimits;
using Moq;

namespace KinesisEnricher.Tests.Function;

/// <summary>The same event through both ways in: as bytes, and as the objects of the Lambda packages.</summary>
public class PathsAgreeTests
{
    const string Built = "(built)";

    public static TheoryData<string> Events => [Built, .. SampleFiles()];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Bytes_and_objects_have_the_same_outcomes(string sample)
    {
        var utf8 = sample == Built ? BuiltEvent() : await File.ReadAllBytesAsync(Path.Combine(Folder, sample));
        var (bytes, objects) = (new Run(), new Run());
        var response = new ArrayBufferWriter<byte>();
        var written = new MemoryStream();
        var serializer = new KinesisLambdaSerializer();

        var kinesisEvent = serializer.Deserialize<KinesisEvent>(new MemoryStream(utf8, writable: false));
        serializer.Serialize(await new global::KinesisEnricher.Function(objects.Enricher).FunctionHandler(kinesisEvent, Mock.Of<ILambdaContext>()), written);
        await bytes.Enricher.HandleAsync(utf8, timeLeft: null, response);

        Assert.Equal(string.Join("\n", bytes.Outputs), string.Join("\n", objects.Outputs));
        Assert.Equal(string.Join("\n", bytes.Quarantined), string.Join("\n", objects.Quarantined));
        Assert.Equal(Encoding.UTF8.GetString(response.WrittenSpan), Encoding.UTF8.GetString(written.ToArray()));
    }

    static string Folder => Path.Combine(FindRoot(), "events");

    static IEnumerable<string> SampleFiles() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.json").Where(HasRecords).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        : [];

    static bool HasRecords(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("Records", out _);
    }

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KinesisEnricher.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests holds KinesisEnricher.sln.");
        return folder;
    }

    /// <summary>Everything that reading may meet; times that floating-point numbers do not hold exactly.</summary>
    static byte[] BuiltEvent()
    {
        var kinesisEvent = new KinesisEventBuilder()
            .At(DateTimeOffset.FromUnixTimeMilliseconds(1545084650987))
            .Add("u-4411", LimitEvents.Created(1).ToJsonString())
            .AddGzip("u-4411", LimitEvents.Progress(2, "10.00", "0").ToJsonString())
            .AddAggregate("u-4411", ("u-4411", LimitEvents.Progress(3, "5.00", "10.00").ToJsonString()), ("u-9", "{\"type\":\"OTHER\"}"))
            .AddAgain(0);
        foreach (var poison in Enum.GetValues<Poison>())
            kinesisEvent.AddPoison("p", poison);
        return kinesisEvent.Add("u-4411", LimitEvents.Reset(4, "15.00").ToJsonString()).Build();
    }

    sealed class Run
    {
        readonly CollectingSink _sink = new();
        readonly CollectingQuarantine _quarantine = new();

        public Run() => Enricher = Enricher.Create(
            EnricherOptions.From(new Dictionary<string, string> { ["OUTPUT"] = "none" }), ports => ports with { Sink = _sink, Quarantine = _quarantine });

        public Enricher Enricher { get; }

        public IEnumerable<string> Outputs => _sink.Events.Select(output => Encoding.UTF8.GetString(output.Json.Span));

        public IEnumerable<string> Quarantined => _quarantine.Records.Select(record =>
            $"{record.Shard} {record.Position} {record.PartitionKey} {record.ArrivalTime:O} {record.Type} {record.Fault} {DataOf(record)}").Order(StringComparer.Ordinal);

        /// <summary>Of a record that is no record at all, only the bytes have the JSON to keep.</summary>
        static string DataOf(QuarantinedRecord record) => record.Fault.Reason == FaultReasons.Record ? "" : Convert.ToHexString(record.Data.Span);
    }
}
