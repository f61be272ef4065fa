using KinesisEnricher.IntegrationTests.DynamoDb;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.Benchmarks.Process;

/// <summary>How long each way to publish the function takes to its first answer: by itself, and with a table and a cache to connect to.</summary>
static class ColdStart
{
    /// <summary>Few, where the clients' start is to be seen, and not how fast an emulator takes 200 writes.</summary>
    const int RecordsWithStores = 10;

    /// <summary>It is the first answer that counts; the others show how soon a build is fast.</summary>
    const int Invocations = 100;

    public static async Task<ProcessReport> RunAsync(ProcessOptions options, Subjects subjects)
    {
        if (options.Subjects.Count > 0)
            return await ReportAsync(options.Subjects, options.Subjects, options);

        var r2r = await subjects.ReadyToRunAsync();
        var native = await subjects.NativeAsync();
        var selfContained = await subjects.SelfContainedAsync();
        Subject[] alone =
        [
            r2r,
            native,
            selfContained,
            r2r.With("DOTNET_TieredPGO", "1") with { Name = "ReadyToRun, with TieredPGO" },
            r2r.With("DOTNET_TieredCompilation", "0") with { Name = "ReadyToRun, without tiered compilation" },
            r2r.With("DOTNET_TC_CallCountingDelayMs", "64") with { Name = "ReadyToRun, compiled again after 100 ms of quiet" },
            r2r.With("DOTNET_TC_CallCountingDelayMs", "0") with { Name = "ReadyToRun, compiled again at once" },
            r2r.With("DOTNET_GCGen0MaxBudget", "0") with { Name = "ReadyToRun, garbage collected when the runtime sees fit" },
            await subjects.FunctionAsync("ReadyToRun, our own code alone", "own-code", [.. Subjects.ReadyToRun, "-p:PublishReadyToRunCrossgen2ExtraArgs="]),
            await subjects.FunctionAsync("not ReadyToRun", "plain", [.. Subjects.ReadyToRun, "-p:PublishReadyToRun=false"]),
            await subjects.FunctionAsync("self-contained, not composite", "not-composite", [.. Subjects.SelfContained, "-p:PublishReadyToRunComposite=false"]),
            await subjects.FunctionAsync("self-contained, not trimmed", "not-trimmed", [.. Subjects.SelfContained, "-p:PublishTrimmed=false"]),
            await subjects.NodePeerAsync(),
        ];
        return await ReportAsync(alone, [r2r, native, selfContained], options);
    }

    static async Task<ProcessReport> ReportAsync(IReadOnlyList<Subject> alone, IReadOnlyList<Subject> withStores, ProcessOptions options)
    {
        var rows = await ProcessCommand.MeasureAsync(alone, options.Rounds, Invocations, () => new Batches(options.Records, options.Users, options.Padding));
        return new ProcessReport(
            "Cold start",
            $"{options.Records} records in the first event; medians of {options.Rounds} rounds. The last rows have 10 records, one of them with a look-up, and use DynamoDB (dynalite) and Redis on the same machine.",
            "dotnet run -c Release --project test/KinesisEnricher.Benchmarks -- cold-start", [.. rows, .. await WithStoresAsync(withStores, options)]);
    }

    static async Task<IReadOnlyList<Measurement>> WithStoresAsync(IReadOnlyList<Subject> subjects, ProcessOptions options)
    {
        var (dynalite, redis) = (new Dynalite(), new RedisServer());
        await dynalite.InitializeAsync();
        await redis.InitializeAsync();
        try
        {
            var measured = new List<Measurement>();
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var subject in subjects)
                {
                    var connected = (subject with { Name = $"{subject.Name}, with DynamoDB and Redis" })
                        .With("ENABLE_DYNAMO_DB", "true").With("AWS_TABLE_NAME", await dynalite.CreateTableAsync()).With("AWS_REGION", "eu-central-1")
                        .With("AWS_ENDPOINT_URL_DYNAMODB", dynalite.Endpoint.ToString()).With("AWS_ACCESS_KEY_ID", "local").With("AWS_SECRET_ACCESS_KEY", "local")
                        .With("REDIS_HOST", "127.0.0.1").With("REDIS_PORT", $"{redis.Port}").With("REDIS_TLS", "false")
                        .With("REFERENCE_FILE", Path.Combine(Subjects.Root, "events", "reference.json"));
                    measured.AddRange(await ProcessCommand.MeasureAsync(
                        [connected], 1, Invocations, () => new Batches(RecordsWithStores, options.Users, options.Padding, turbines: true)));
                }
            }
            return [.. measured.GroupBy(m => m.Name).Select(g => Measurement.MedianOf([.. g]))];
        }
        finally
        {
            await redis.DisposeAsync();
            await dynalite.DisposeAsync();
        }
    }
}
