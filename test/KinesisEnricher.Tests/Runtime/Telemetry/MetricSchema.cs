using System.Text.Json;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

/// <summary>The JSON schema that Amazon's "Specification: Embedded metric format" gives, and what its text adds, as assertions.</summary>
static class MetricSchema
{
    static readonly string[] Units =
    [
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits",
        "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second",
        "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
    ];

    public static void Check(JsonElement document)
    {
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(document).Length, 1, 256 * 1024);
        var members = document.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(members.Distinct(StringComparer.Ordinal), members);

        var metadata = document.GetProperty("_aws");
        Assert.Equal(["CloudWatchMetrics", "Timestamp"], NamesOf(metadata).Order(StringComparer.Ordinal));
        Assert.InRange(metadata.GetProperty("Timestamp").GetInt64(), 0, long.MaxValue);
        foreach (var directive in metadata.GetProperty("CloudWatchMetrics").EnumerateArray())
            CheckDirective(document, directive);
    }

    /// <summary>The values of each metric that a document makes.</summary>
    public static Dictionary<string, double[]> MetricsOf(JsonElement document) =>
        document.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").EnumerateArray()
            .Select(metric => metric.GetProperty("Name").GetString()!)
            .ToDictionary(name => name, name => ValuesOf(document.GetProperty(name)), StringComparer.Ordinal);

    static void CheckDirective(JsonElement document, JsonElement directive)
    {
        Assert.Equal(["Dimensions", "Metrics", "Namespace"], NamesOf(directive).Order(StringComparer.Ordinal));
        Assert.InRange(directive.GetProperty("Namespace").GetString()!.Length, 1, 1024);
        Assert.NotEqual(0, directive.GetProperty("Dimensions").GetArrayLength());
        foreach (var set in directive.GetProperty("Dimensions").EnumerateArray())
        {
            Assert.InRange(set.GetArrayLength(), 0, 30);
            foreach (var dimension in set.EnumerateArray())
            {
                Assert.InRange(dimension.GetString()!.Length, 1, 250);
                Assert.InRange(document.GetProperty(dimension.GetString()!).GetString()!.Length, 1, 1024);
            }
        }
        Assert.InRange(directive.GetProperty("Metrics").GetArrayLength(), 1, 100);
        foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
        {
            Assert.Equal(["Name", "Unit"], NamesOf(metric).Order(StringComparer.Ordinal));
            Assert.InRange(metric.GetProperty("Name").GetString()!.Length, 1, 1024);
            Assert.Contains(metric.GetProperty("Unit").GetString(), Units);
            var values = ValuesOf(document.GetProperty(metric.GetProperty("Name").GetString()!));
            Assert.InRange(values.Length, 1, 100);
            Assert.All(values, value => Assert.InRange(value, -Math.ScaleB(1, 360), Math.ScaleB(1, 360)));
        }
    }

    static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    static double[] ValuesOf(JsonElement target) =>
        target.ValueKind == JsonValueKind.Array ? [.. target.EnumerateArray().Select(value => value.GetDouble())] : [target.GetDouble()];
}
