using System.Text.Json;
using KinesisEnricher.Runtime.Telemetry;
using KinesisEnricher.Testing;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

public sealed class MetricWriterTests
{
    readonly LogLines _log = new();
    readonly ManualTimeProvider _time = new();

    [Fact]
    public void Metrics_of_an_invocation_are_one_document()
    {
        Writer().Write([Of("Received", 7), new Metric("BatchTime", MetricUnit.Milliseconds, 12.5)], ("requestId", "r-1"), ("nobody", null));

        var document = Assert.Single(Documents());
        Assert.Equal(
            """
            {"_aws":{"Timestamp":1767225600000,"CloudWatchMetrics":[{"Namespace":"Tests","Dimensions":[["Service","Stage"]],"Metrics":[{"Name":"Received","Unit":"Count"},{"Name":"BatchTime","Unit":"Milliseconds"}]}]},"timestamp":"2026-01-01T00:00:00Z","level":"INFO","Service":"limits","Stage":"test","requestId":"r-1","Received":7,"BatchTime":12.5}
            """,
            document.GetRawText());
    }

    [Fact]
    public void The_101st_metric_goes_into_a_second_document()
    {
        Writer().Write([.. Enumerable.Range(1, 101).Select(i => Of($"m{i}", i))]);

        var documents = Documents();
        Assert.Equal([100, 1], documents.Select(document => MetricSchema.MetricsOf(document).Count));
        Assert.Equal([101.0], MetricSchema.MetricsOf(documents[1])["m101"]);
    }

    [Fact]
    public void The_101st_value_goes_into_a_second_document()
    {
        Writer().Write([new Metric("many", MetricUnit.None, [.. Enumerable.Range(1, 250).Select(i => (double)i)]), Of("one", 1)]);

        var documents = Documents();
        Assert.Equal([100, 100, 50], documents.Select(document => MetricSchema.MetricsOf(document)["many"].Length));
        Assert.Equal(Enumerable.Range(1, 250).Select(i => (double)i), documents.SelectMany(document => MetricSchema.MetricsOf(document)["many"]));
        Assert.Equal([true, false, false], documents.Select(document => MetricSchema.MetricsOf(document).ContainsKey("one")));
    }

    [Fact]
    public void A_document_that_would_pass_256_KB_is_split_and_nothing_is_lost()
    {
        var name = new string('é', 1000);
        Metric[] metrics = [.. Enumerable.Range(0, 100).Select(i => new Metric($"{name}{i}", MetricUnit.Count, [.. Enumerable.Repeat(-1.2345678901234567e-300, 100)]))];

        Writer().Write(metrics);

        var documents = Documents();
        Assert.InRange(documents.Count, 2, 100);
        Assert.Equal(metrics.Select(metric => metric.Name), documents.SelectMany(document => MetricSchema.MetricsOf(document).Keys));
        Assert.Equal(10_000, documents.Sum(document => MetricSchema.MetricsOf(document).Values.Sum(values => values.Length)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(-1e109)]
    public void Value_that_CloudWatch_refuses_is_left_out_and_its_neighbours_are_kept(double value)
    {
        Writer().Write([new Metric("a", MetricUnit.None, 1, value, 2), new Metric("b", MetricUnit.None, value)]);

        var metrics = MetricSchema.MetricsOf(Assert.Single(Documents()));
        Assert.Equal([1, 2], metrics["a"]);
        Assert.DoesNotContain("b", metrics.Keys);
    }

    [Fact]
    public void Without_a_single_value_there_is_no_document()
    {
        Writer().Write([new Metric("a", MetricUnit.None, double.NaN), new Metric("b", MetricUnit.None)]);

        Assert.Empty(Documents());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Missing_namespace_is_refused_before_anything_is_measured(string? name)
    {
        Assert.Throws<ArgumentException>(() => new MetricWriter(_log.Writer, name!, [], LogLevel.Information, _time));
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("Service", "")]
    public void Dimension_without_a_name_or_a_value_is_refused(string name, string value)
    {
        Assert.Throws<ArgumentException>(() => new MetricWriter(_log.Writer, "Tests", [(name, value)], LogLevel.Information, _time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("_aws")]
    [InlineData("Stage")]
    [InlineData("requestId")]
    [InlineData("twice")]
    public void Name_that_is_empty_or_taken_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Writer().Write([Of("twice", 1), Of(name, 1)], ("requestId", "r-1")));
        Assert.Empty(Documents());
    }

    [Theory]
    [InlineData(LogLevel.Debug, "INFO")]
    [InlineData(LogLevel.Warning, "WARN")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void Document_passes_the_level_in_force(LogLevel level, string expected)
    {
        Writer(level).Write([Of("a", 1)]);

        Assert.Equal(expected, Assert.Single(Documents()).GetProperty("level").GetString());
    }

    MetricWriter Writer(LogLevel level = LogLevel.Information) => new(_log.Writer, "Tests", [("Service", "limits"), ("Stage", "test")], level, _time);

    IReadOnlyList<JsonElement> Documents()
    {
        var documents = _log.Documents;
        Assert.All(documents, MetricSchema.Check);
        return documents;
    }

    static Metric Of(string name, double value) => new(name, MetricUnit.Count, value);
}
