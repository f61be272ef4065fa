using System.Buffers;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Hosting;
using KinesisEnricher.IntegrationTests.Aws;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.IntegrationTests.Servers;
using KinesisEnricher.IntegrationTests.Sinks;

namespace KinesisEnricher.IntegrationTests.Hosting;

/// <summary>The function as environment variables alone set it up, with samples of <c>events/</c>.</summary>
public sealed class ConfiguredSinksTests(Kinesalite kinesalite, S3rver s3rver) : IClassFixture<Kinesalite>, IClassFixture<S3rver>
{
    [Fact]
    public async Task Events_go_to_the_stream_and_poison_to_the_bucket_that_the_environment_names()
    {
        using var kinesis = KinesaliteStreams.Connect(kinesalite.Endpoint);
        using var s3 = S3Access.Connect(s3rver.Endpoint);
        var stream = await kinesis.CreateStreamAsync();

        var outcomes = await RunAsync("poison.json", ("OUTPUT", "kinesis"), ("OUTPUT_STREAM_NAME", stream), ("QUARANTINE_BUCKET", S3rver.QuarantineBucket));

        var kept = await s3.ReadAsync(S3rver.QuarantineBucket, prefix: "");
        Assert.Equal(outcomes.Count(outcome => outcome.Outcome == Outcome.Quarantined), kept.Count);
        Assert.All(kept, found => Assert.Equal(found.Key, QuarantineDocument.NameOf(QuarantineDocument.Read(found.Value, found.Key))));
        AssertIds(outcomes, (await kinesis.ReadAllAsync(stream)).Select(record => record.Data));
    }

    [Fact]
    public async Task Events_go_to_the_bucket_that_the_environment_names()
    {
        using var s3 = S3Access.Connect(s3rver.Endpoint);

        var outcomes = await RunAsync("user-limits.json", ("OUTPUT", "s3"), ("OUTPUT_BUCKET", S3rver.Bucket), ("QUARANTINE_BUCKET", S3rver.QuarantineBucket));

        var written = Assert.Single(await s3.ReadAsync(S3rver.Bucket, prefix: "events/"));
        AssertIds(outcomes, Encoding.UTF8.GetString(written.Value).TrimEnd('\n').Split('\n').Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line)));
    }

    static void AssertIds(IReadOnlyList<RecordOutcome> outcomes, IEnumerable<ReadOnlyMemory<byte>> events)
    {
        var ids = new List<string?>();
        foreach (var json in events)
        {
            using var cloudEvent = JsonDocument.Parse(json);
            ids.Add(cloudEvent.RootElement.GetProperty("id").GetString());
        }
        Assert.Equal(outcomes.Where(outcome => outcome.Outcome == Outcome.Enriched).Select(outcome => outcome.EventId).Order(), ids.Order());
    }

    async Task<IReadOnlyList<RecordOutcome>> RunAsync(string sample, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        environment["AWS_ENDPOINT_URL_KINESIS"] = kinesalite.Endpoint.ToString();
        environment["AWS_ENDPOINT_URL_S3"] = s3rver.Endpoint.ToString();
        environment["AWS_ACCESS_KEY_ID"] = S3rver.AccessKey;
        environment["AWS_SECRET_ACCESS_KEY"] = S3rver.SecretKey;
        await using var enricher = Enricher.Create(EnricherOptions.From(environment));
        var kinesisEvent = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "events", sample));

        var result = await enricher.HandleAsync(kinesisEvent, timeLeft: null, new ArrayBufferWriter<byte>());

        Assert.Null(result.Checkpoint);
        return result.Outcomes;
    }
}
