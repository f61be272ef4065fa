using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Tests.Cars;

namespace KinesisEnricher.Tests.Samples;

/// <summary>Samples and schemas say the same of an event.</summary>
public sealed class SampleSchemaTests
{
    static readonly string Folder = SampleRun.PathOf("schemas");

    public static TheoryData<string> Files => [.. SampleRun.Files];

    public static TheoryData<string> Schemas =>
    [
        .. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_event_that_goes_out_fits_the_schema_of_its_type(string file)
    {
        var run = await SampleRun.OfAsync(file);

        foreach (var output in run.Outputs)
        {
            var e = JsonDocument.Parse(output.Json).RootElement;
            var type = e.GetProperty("type").GetString()!.Split('.', 2);
            var path = Path.Combine(Folder, type[0], $"{type[1]}.json");
            if (!File.Exists(path) && type[0] == "operata" && Directory.Exists(Path.Combine(Folder, type[0])))
                continue; // Operata may send types that nobody has told us of.
            Assert.Empty(JsonSchema.Open(path).Check(e.GetProperty("data").GetProperty("event")));
        }
    }

    /// <summary>Duplicates do not go out, so they are looked at as they came.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_record_that_is_no_poison_fits_too(string file)
    {
        var run = await SampleRun.OfAsync(file);
        var payloads = await PayloadsAsync(file);

        Assert.Equal(run.Outcomes.Count, payloads.Count);
        for (var i = 0; i < payloads.Count; i++)
        {
            if (run.Outcomes[i].Outcome is Outcome.Enriched or Outcome.Duplicate && FindSchema(run.Outcomes[i].Type!) is { } schema)
                Assert.Empty(schema.Check(JsonDocument.Parse(payloads[i]).RootElement));
        }
    }

    [Theory]
    [InlineData("cars.json", 2)]
    [InlineData("mixed.json", 1)]
    public async Task A_car_event_that_is_quarantined_for_its_schema_does_not_fit_it(string file, int count)
    {
        var run = await SampleRun.OfAsync(file);

        var broken = run.Quarantined.Where(record => record.Fault.Reason == "schema").ToList();

        Assert.Equal(count, broken.Count);
        foreach (var record in broken)
            Assert.NotEmpty(JsonSchema.Open(Path.Combine(Folder, "cars", $"{record.Type}.json")).Check(JsonDocument.Parse(record.Data).RootElement));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_schema_holds_known_keywords_only(string path) =>
        Assert.NotEmpty(JsonSchema.Open(Path.Combine(Folder, path)).Check(JsonDocument.Parse("7").RootElement));

    [Theory]
    [InlineData("entities.0.vin", "\"WVWZZZ3CZWE68972O\"")]
    [InlineData("entities.0.year", "2031")]
    [InlineData("entities.0.mileage", "-1")]
    [InlineData("entities.0.totalBalance", "\"-1.00\"")]
    [InlineData("entities.0.entityHeader.entityType", "\"Boat\"")]
    [InlineData("entities.0.entityHeader.updatedAt", "\"soon\"")]
    [InlineData("entities.0.entityHeader.entityId", "\"\"")]
    [InlineData("entities", "[]")]
    [InlineData("eventHeader.eventName", null)]
    [InlineData("eventHeader.eventType", "\"LoanCreated\"")]
    public void A_car_event_that_breaks_its_schema_is_told(string field, string? json)
    {
        var schema = JsonSchema.Open(Path.Combine(Folder, "cars", "CarCreated.json"));
        var good = CarEvents.Event(CarEvents.Car(1));

        Assert.Empty(schema.Check(JsonDocument.Parse(good.ToJsonString()).RootElement));
        Assert.NotEmpty(schema.Check(JsonDocument.Parse(good.With(field, json)).RootElement));
    }

    /// <summary>The schema of a type, of whichever family; null for a type that has none.</summary>
    static JsonSchema? FindSchema(string type) =>
        Directory.EnumerateFiles(Folder, $"{type}.json", SearchOption.AllDirectories).FirstOrDefault() is { } path ? JsonSchema.Open(path) : null;

    static async Task<List<string>> PayloadsAsync(string file)
    {
        using var expander = new RecordExpander(KinesisEventReader.Read(await File.ReadAllBytesAsync(SampleRun.PathOf(file))));
        var payloads = new List<string>();
        while (expander.TryRead(out var record))
            payloads.Add(Encoding.UTF8.GetString(record.Payload.Span));
        return payloads;
    }
}
