using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.Testing;
using KinesisEnricher.Testing.Faults;
using KinesisEnricher.Tests.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Hosting;

/// <summary>Every value of every sample is known here, and none may be found in what a run of all samples logs.</summary>
public sealed partial class PrivacyTests
{
    /// <summary>Shorter texts, such as a currency, are in any log by accident.</summary>
    const int MinValueLength = 7;

    /// <summary>Where the families' events hold personal data, ids among it, in lower case. What lies there may not be in a log even as a type or an event's id.</summary>
    static readonly string[] PersonalPaths =
    [
        "aggregateid", "payload.userid",
        "detail.contact.callerid", "detail.agent", "detail.serviceagent.username", "detail.serviceagent.friendlyname", "detail.serviceagent.network.internetgatewayip",
        "detail.serviceagent.network.mediaipaddress", "detail.serviceagent.network.geolocation", "detail.webrtcsession.mediaendpoint.privateip",
        "entities.owner", "entities.vin", "entities.technicianid", "entities.technicianname", "entities.description", "entities.servicenotes",
    ];

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")]
    private static partial Regex EMail { get; }

    public static TheoryData<string> Samples() =>
    [
        .. Directory.EnumerateFiles(Events(), "*.json").Select(file => Path.GetFileName(file)).Where(name => name != "reference.json").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task A_run_at_debug_level_shows_nothing_of_what_is_in_a_sample(string sample) => CheckAsync(sample, ports => ports);

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Nor_does_one_whose_ports_fail_with_the_keys_in_their_messages(string sample) => CheckAsync(sample, ports => ports with
    {
        State = new FaultyStateStore(ports.State, FaultRules.All()),
        LookUps = new FaultyLookUpSource(ports.LookUps, FaultRules.Nth(1)),
        Sink = new FaultySink(ports.Sink, FaultRules.Nth(1)),
        Quarantine = new FaultyQuarantine(ports.Quarantine!, FaultRules.Nth(1)),
    });

    [Fact]
    public void Every_personal_path_is_in_a_sample()
    {
        var values = new Values();
        foreach (string sample in Samples())
            values.Add(File.ReadAllBytes(Path.Combine(Events(), sample)));

        Assert.Empty(PersonalPaths.Except(values.PathsMet));
    }

    static async Task CheckAsync(string sample, Func<PipelinePorts, PipelinePorts> replace)
    {
        var json = File.ReadAllBytes(Path.Combine(Events(), sample));
        var log = new LogLines(LogLevel.Debug, new ManualTimeProvider());
        var variables = new Dictionary<string, string> { ["LOG_LEVEL"] = "debug", ["REFERENCE_FILE"] = Path.Combine(Events(), "reference.json") };
        var enricher = Enricher.Create(
            EnricherOptions.From(variables),
            ports => replace(ports with { Sink = new CollectingSink(), Quarantine = new CollectingQuarantine() }),
            new ManualTimeProvider(),
            random: () => 0);
        StartUpLine.Write(log.Logger, enricher);
        await using var observed = new ObservedEnricher(enricher, log.Logger, new ManualTimeProvider());
        await observed.HandleAsync(json.ToArray(), new InvocationContext("r-1", TimeLeft: null, TraceHeader: null), new ArrayBufferWriter<byte>());

        Assert.All(log.Lines, LogSchema.Check);
        Assert.Contains(log.Messages, message => message.StartsWith("record ", StringComparison.Ordinal));
        // Types and event ids are there to be seen.
        var shown = log.All.SelectMany(line => line.EnumerateObject()).Where(member => member.Name is not ("type" or "eventId"));
        var text = string.Join('\n', shown.Select(member => member.Value.ToString()));
        var values = new Values();
        values.Add(json);
        Assert.NotEqual(0, values.Count);
        Assert.All(values.Personal, value => Assert.False(Holds(log.Text, value), $"{sample}: personal '{value}' is in the log"));
        Assert.All(values.Others, value => Assert.False(Holds(text, value), $"{sample}: '{value}' is in the log"));
        Assert.DoesNotMatch(EMail, log.Text);
    }

    /// <summary>Short values count as words only: any log holds "aws" inside of another.</summary>
    static bool Holds(string text, string value) => value.Length < MinValueLength
        ? Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", RegexOptions.CultureInvariant)
        : text.Contains(value, StringComparison.Ordinal);

    static string Events()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KinesisEnricher.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        return Path.Combine(folder.FullName, "events");
    }

    /// <summary>What the records of a sample hold.</summary>
    sealed class Values
    {
        /// <summary>At <see cref="PersonalPaths"/>, whatever their length, and e-mail addresses anywhere.</summary>
        public HashSet<string> Personal { get; } = new(StringComparer.Ordinal);

        /// <summary>Partition keys, payloads as they came and as they are, and every text and number in them that is long enough to be told.</summary>
        public HashSet<string> Others { get; } = new(StringComparer.Ordinal);

        /// <summary>Those of <see cref="PersonalPaths"/> that something lay at.</summary>
        public HashSet<string> PathsMet { get; } = new(StringComparer.Ordinal);

        public int Count => Personal.Count + Others.Count;

        public void Add(byte[] json)
        {
            var batch = KinesisEventReader.Read(json.ToArray());
            using var expander = new RecordExpander(batch);
            foreach (var record in batch.Records)
                Others.Add(Convert.ToBase64String(record.Data.Span));
            while (expander.TryRead(out var record))
            {
                if (record.PartitionKey.Length > 0)
                    Personal.Add(record.PartitionKey);
                Others.Add(Encoding.UTF8.GetString(record.Payload.Span));
                Others.Add(Convert.ToBase64String(record.Data.Span));
                if (TryParse(record.Payload) is { } payload)
                    Add(payload, "");
            }
            Others.RemoveWhere(value => value.Length < MinValueLength);
        }

        void Add(JsonElement element, string path)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                        Add(member.Value, path.Length == 0 ? member.Name.ToLowerInvariant() : $"{path}.{member.Name.ToLowerInvariant()}");
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                        Add(item, path);
                    break;
                case JsonValueKind.String:
                case JsonValueKind.Number:
                    var value = element.ToString();
                    var personalPath = PersonalPaths.FirstOrDefault(each => path == each || path.StartsWith($"{each}.", StringComparison.Ordinal));
                    if (personalPath is not null)
                        PathsMet.Add(personalPath);
                    var isPersonal = personalPath is not null || EMail.IsMatch(value);
                    if (value.Length > 2)
                        (isPersonal ? Personal : Others).Add(value);
                    break;
            }
        }

        static JsonElement? TryParse(ReadOnlyMemory<byte> payload)
        {
            try
            {
                return JsonDocument.Parse(Encoding.UTF8.GetString(payload.Span)).RootElement; // Through text: it need not be UTF-8.
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
