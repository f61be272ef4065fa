using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>
/// Writes metrics in CloudWatch's embedded metric format: log lines that CloudWatch makes metrics of. A document holds 100 metrics at most, 100 values of each and
/// 256 KB; what is more goes into further documents. (Amazon CloudWatch User Guide, "Specification: Embedded metric format".)
/// </summary>
public sealed class MetricWriter
{
    const int MaxMetrics = 100;
    const int MaxValues = 100;
    const int MaxDocumentBytes = 256 * 1024;
    const int MaxNameLength = 1024;
    const int MaxDimensionNameLength = 250;
    const int MaxDimensions = 30;

    /// <summary>A number's longest form, and its comma.</summary>
    const int ValueBytes = 25;

    /// <summary>What a definition adds to its metric's name: member names, quotes and the unit.</summary>
    const int DefinitionBytes = 64;

    /// <summary>A character's longest form in JSON.</summary>
    const int CharacterBytes = 6;

    static readonly double MaxValue = Math.ScaleB(1, 360);

    readonly LineWriter _lines;
    readonly string _namespace;
    readonly (string Name, string Value)[] _dimensions;
    readonly TimeProvider _time;
    readonly string _level;

    /// <param name="lines">Where documents go.</param>
    /// <param name="namespaceName">The namespace, 1 to 255 characters.</param>
    /// <param name="dimensions">What every metric is known by.</param>
    /// <param name="level">The log level in force. A document carries it, because Lambda's own filter takes lines without one for INFO, and would drop them.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">CloudWatch would take no document with this namespace or with these dimensions.</exception>
    public MetricWriter(
        LineWriter lines, string namespaceName, (string Name, string Value)[] dimensions, LogLevel level, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(namespaceName) || namespaceName.Length > 255)
            throw new ArgumentException("Metrics need a namespace of 1 to 255 characters.", nameof(namespaceName));
        if (dimensions.Length > MaxDimensions || Array.Exists(dimensions, d => d.Name.Length is 0 or > MaxDimensionNameLength || d.Value.Length is 0 or > MaxNameLength))
            throw new ArgumentException("At most 30 dimensions, each with a name of 1 to 250 characters and a value of 1 to 1024.", nameof(dimensions));
        _lines = lines;
        _namespace = namespaceName;
        _dimensions = dimensions;
        _time = time;
        _level = LogLevels.NameOf(level > LogLevel.Information ? level : LogLevel.Information);
    }

    /// <param name="metrics">The metrics of an invocation, each name once. One without a value that CloudWatch takes is left out.</param>
    /// <param name="properties">What else the documents say, for queries; null values are left out.</param>
    /// <exception cref="ArgumentException">A name is empty, too long, or meant for something else.</exception>
    public void Write(IReadOnlyList<Metric> metrics, params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        var head = HeadOf(properties);
        var timestamp = _time.GetUtcNow();
        foreach (var document in Split(metrics, head))
            _lines.Write((Writer: this, head, document, timestamp), static (json, state) => state.Writer.Write(json, state.head, state.document, state.timestamp));
    }

    List<(string Name, string Value)> HeadOf(ReadOnlySpan<(string Name, string? Value)> properties)
    {
        var head = new List<(string Name, string Value)>(_dimensions.Length + properties.Length);
        head.AddRange(_dimensions.AsSpan());
        foreach (var (name, value) in properties)
        {
            if (value is not null)
                head.Add((name, value));
        }
        return head;
    }

    /// <summary>Loops, where queries would be compiled at every cold start.</summary>
    static List<Document> Split(IReadOnlyList<Metric> metrics, List<(string Name, string Value)> head)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { "_aws", "timestamp", "level" };
        var empty = 1024;
        foreach (var (name, value) in head)
        {
            names.Add(name);
            empty += (name.Length * 2 + value.Length) * CharacterBytes;
        }
        var documents = new List<Document>();
        foreach (var metric in metrics)
        {
            if (metric.Name.Length is 0 or > MaxNameLength || !names.Add(metric.Name))
                throw new ArgumentException($"'{metric.Name}' is no name for a metric here: 1 to 1024 characters, each name once.", nameof(metrics));
            var values = Allowed(metric.Values);
            // A document has each name once, so a metric's next hundred values go at least one document further.
            for (int first = 0, document = 0; first < values.Length; first += MaxValues, document++)
            {
                var part = values.Length <= MaxValues ? values : values[first..Math.Min(first + MaxValues, values.Length)];
                var bytes = metric.Name.Length * 2 * CharacterBytes + DefinitionBytes + part.Length * ValueBytes;
                while (document < documents.Count && !documents[document].Has(bytes))
                    document++;
                if (document == documents.Count)
                    documents.Add(new Document(empty));
                documents[document].Add(part == metric.Values ? metric : metric with { Values = part }, bytes);
            }
        }
        return documents;
    }

    static double[] Allowed(double[] values)
    {
        foreach (var value in values)
        {
            if (!IsAllowed(value))
                return Array.FindAll(values, IsAllowed);
        }
        return values;
    }

    static bool IsAllowed(double value) => Math.Abs(value) <= MaxValue; // Not true of NaN either.

    void Write(Utf8JsonWriter json, List<(string Name, string Value)> head, Document document, DateTimeOffset timestamp)
    {
        json.WriteStartObject("_aws"u8);
        json.WriteNumber("Timestamp"u8, timestamp.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics"u8);
        json.WriteStartObject();
        json.WriteString("Namespace"u8, _namespace);
        json.WriteStartArray("Dimensions"u8);
        json.WriteStartArray();
        foreach (var (name, _) in _dimensions)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics"u8);
        foreach (var metric in document.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, metric.Name);
            json.WriteString("Unit"u8, NameOf(metric.Unit));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();

        json.WriteString("timestamp"u8, timestamp.UtcDateTime);
        json.WriteString("level"u8, _level);
        foreach (var (name, value) in head)
            json.WriteString(name, value);
        foreach (var metric in document.Metrics)
            WriteValues(json, metric);
    }

    static void WriteValues(Utf8JsonWriter json, Metric metric)
    {
        if (metric.Values is [var single])
        {
            json.WriteNumber(metric.Name, single);
            return;
        }
        json.WriteStartArray(metric.Name);
        foreach (var value in metric.Values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    static string NameOf(MetricUnit unit) => unit switch
    {
        MetricUnit.Count => "Count",
        MetricUnit.Milliseconds => "Milliseconds",
        MetricUnit.Percent => "Percent",
        _ => "None",
    };

    sealed class Document(int bytes)
    {
        int _bytes = bytes;

        public List<Metric> Metrics { get; } = [];

        /// <summary>True when there is room for so many bytes more.</summary>
        public bool Has(int bytes) => Metrics.Count < MaxMetrics && _bytes + bytes <= MaxDocumentBytes;

        public void Add(Metric metric, int bytes)
        {
            Metrics.Add(metric);
            _bytes += bytes;
        }
    }
}
