using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Hosting;

/// <summary>Everything that a deployment chooses, from its environment variables. The README's table says what each means.</summary>
public sealed record EnricherOptions
{
    const int MaxDeadlineMarginMs = 15 * 60 * 1000;

    EnricherOptions() { }

    /// <summary>The variables that these options were read from, for families that choose by their own.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary><c>AWS_LAMBDA_FUNCTION_NAME</c>; null outside of Lambda.</summary>
    public required string? FunctionName { get; init; }

    /// <summary>True in AWS Lambda.</summary>
    public bool InLambda => FunctionName is not null;

    /// <summary><c>ENRICHER_STRATEGIES</c>: the families that are on; null for all.</summary>
    public required IReadOnlyList<string>? Strategies { get; init; }

    /// <summary><c>TURBINE_VENDORS</c>: each vendor, in any case, and the name of its signal in the payload, as <c>VMP_SIGNAL</c> or <c>TAC_SIGNAL</c> has it.</summary>
    public required IReadOnlyDictionary<string, string> TurbineVendors { get; init; }

    /// <summary><c>STAGE</c>, a dimension of every metric; null when not set.</summary>
    public required string? Stage { get; init; }

    /// <summary><c>APP_VERSION</c>; null for the build's own.</summary>
    public required string? AppVersion { get; init; }

    /// <summary><c>ENABLE_DYNAMO_DB</c>: state and reference data lie in DynamoDB, not in memory.</summary>
    public required bool EnableDynamoDb { get; init; }

    /// <summary><c>REFERENCE_FILE</c>; null without one.</summary>
    public required string? ReferenceFile { get; init; }

    /// <summary><c>AWS_TABLE_NAME</c>; set whenever <see cref="EnableDynamoDb"/> is.</summary>
    public required string? TableName { get; init; }

    /// <summary><c>AWS_REGION</c>; null leaves it to the default chain.</summary>
    public required string? Region { get; init; }

    /// <summary>Null without <c>REDIS_HOST</c>.</summary>
    public required RedisOptions? Redis { get; init; }

    /// <summary><c>LOOKUP_TTL_SECONDS</c>: how long a look-up's answer is cached.</summary>
    public required TimeSpan LookUpTtl { get; init; }

    /// <summary><c>OUTPUT</c>; by default none in Lambda, the console elsewhere.</summary>
    public required OutputKind Output { get; init; }

    /// <summary><c>OUTPUT_STREAM_NAME</c>; set whenever <see cref="Output"/> is Kinesis.</summary>
    public required string? OutputStreamName { get; init; }

    /// <summary><c>OUTPUT_BUCKET</c>; set whenever <see cref="Output"/> is S3.</summary>
    public required string? OutputBucket { get; init; }

    /// <summary><c>CONSOLE_FORMAT</c>.</summary>
    public required ConsoleFormat ConsoleFormat { get; init; }

    /// <summary><c>POISON</c>.</summary>
    public required PoisonPolicy Poison { get; init; }

    /// <summary><c>QUARANTINE_BUCKET</c>; null without one.</summary>
    public required string? QuarantineBucket { get; init; }

    /// <summary><c>QUARANTINE_PATH</c>: a folder; null without one.</summary>
    public required string? QuarantinePath { get; init; }

    /// <summary><c>FAILURES</c>.</summary>
    public required FailurePolicy Failures { get; init; }

    /// <summary><c>CHUNK_RECORDS</c>, 1 to 10,000.</summary>
    public required int ChunkRecords { get; init; }

    /// <summary><c>MAX_PARALLELISM</c>, 1 to 256.</summary>
    public required int MaxParallelism { get; init; }

    /// <summary><c>DEADLINE_MARGIN_MS</c>, up to Lambda's 15 minutes.</summary>
    public required TimeSpan DeadlineMargin { get; init; }

    /// <summary><c>LOG_LEVEL</c>, else <c>AWS_LAMBDA_LOG_LEVEL</c>.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary><c>MASK_PERSONAL_DATA</c>: personal data is masked in logs.</summary>
    public required bool MaskPersonalData { get; init; }

    /// <summary>Where AWS is.</summary>
    public required AwsEndpoints Endpoints { get; init; }

    /// <param name="variables">Environment variables, names in their exact case. One that is empty counts as not set.</param>
    /// <exception cref="ConfigurationException">A value is not allowed. The message names the variable, its value and what is allowed.</exception>
    public static EnricherOptions From(IReadOnlyDictionary<string, string> variables)
    {
        var settings = new Settings(variables);
        var functionName = settings.Text("AWS_LAMBDA_FUNCTION_NAME");
        var enableDynamoDb = settings.Bool("ENABLE_DYNAMO_DB", false);
        var output = settings.OneOf("OUTPUT", functionName is not null ? OutputKind.None : OutputKind.Console,
            ("console", OutputKind.Console), ("kinesis", OutputKind.Kinesis), ("s3", OutputKind.S3), ("none", OutputKind.None));
        var quarantineBucket = ReadBucket(settings, "QUARANTINE_BUCKET");
        var quarantinePath = settings.Text("QUARANTINE_PATH");
        if (quarantineBucket is not null && quarantinePath is not null)
            throw new ConfigurationException("QUARANTINE_PATH", quarantinePath, "either QUARANTINE_PATH or QUARANTINE_BUCKET, not both");

        return new EnricherOptions
        {
            Variables = variables,
            FunctionName = functionName,
            Strategies = ReadStrategies(settings),
            TurbineVendors = TurbineStatus.TurbineVendors.Read(settings)
                .ToDictionary(vendor => vendor.Name, vendor => vendor.Signal, StringComparer.OrdinalIgnoreCase),
            Stage = settings.Text("STAGE", AwsNames.IsDimension, AwsNames.Dimension),
            AppVersion = settings.Text("APP_VERSION"),
            EnableDynamoDb = enableDynamoDb,
            ReferenceFile = settings.Text("REFERENCE_FILE"),
            TableName = ReadNeeded(settings, "AWS_TABLE_NAME", AwsNames.IsTable, AwsNames.Table, enableDynamoDb ? "ENABLE_DYNAMO_DB is true" : null),
            Region = settings.Text("AWS_REGION"),
            Redis = ReadRedis(settings),
            LookUpTtl = TimeSpan.FromSeconds(settings.Int("LOOKUP_TTL_SECONDS", fallback: 300, min: 1, max: 86_400)),
            Output = output,
            OutputStreamName = ReadNeeded(
                settings, "OUTPUT_STREAM_NAME", AwsNames.IsStream, AwsNames.Stream, output == OutputKind.Kinesis ? "OUTPUT is kinesis" : null),
            OutputBucket = ReadNeeded(settings, "OUTPUT_BUCKET", AwsNames.IsBucket, AwsNames.Bucket, output == OutputKind.S3 ? "OUTPUT is s3" : null),
            ConsoleFormat = settings.OneOf("CONSOLE_FORMAT", ConsoleFormat.Text, ("text", ConsoleFormat.Text), ("json", ConsoleFormat.Json)),
            Poison = settings.OneOf("POISON", PoisonPolicy.Quarantine, ("quarantine", PoisonPolicy.Quarantine), ("fail", PoisonPolicy.Fail)),
            QuarantineBucket = quarantineBucket,
            QuarantinePath = quarantinePath,
            Failures = settings.OneOf("FAILURES", FailurePolicy.Report, ("report", FailurePolicy.Report), ("throw", FailurePolicy.Throw)),
            ChunkRecords = settings.Int("CHUNK_RECORDS", fallback: 1000, min: 1, max: 10_000),
            MaxParallelism = settings.Int("MAX_PARALLELISM", fallback: 32, min: 1, max: 256),
            DeadlineMargin = TimeSpan.FromMilliseconds(settings.Int("DEADLINE_MARGIN_MS", fallback: 2000, min: 0, max: MaxDeadlineMarginMs)),
            LogLevel = LogLevels.Read(settings),
            MaskPersonalData = settings.Bool("MASK_PERSONAL_DATA", true),
            Endpoints = ReadEndpoints(settings),
        };
    }

    static IReadOnlyList<string>? ReadStrategies(Settings settings)
    {
        if (settings.List("ENRICHER_STRATEGIES") is not { } chosen)
            return null;
        // Only asked for when families are named: making the registry is work that the composition does once anyway.
        var allowed = Families.AddTo(new StrategyRegistry()).Families;
        var unknown = chosen.FirstOrDefault(family => !allowed.Contains(family, StringComparer.Ordinal));
        return unknown is null && chosen.Count > 0
            ? chosen
            : throw new ConfigurationException("ENRICHER_STRATEGIES", settings.Text("ENRICHER_STRATEGIES"), $"a list, with commas, of {string.Join(", ", allowed)}");
    }

    static RedisOptions? ReadRedis(Settings settings)
    {
        var redis = new RedisOptions
        {
            Host = settings.Text("REDIS_HOST") ?? "",
            Port = settings.Int("REDIS_PORT", fallback: 6379, min: 1, max: 65_535),
            Tls = settings.Bool("REDIS_TLS", false),
            User = settings.Text("REDIS_USER"),
            Password = settings.Text("REDIS_PASSWORD"),
            PasswordSecretArn = ReadSecretArn(settings),
        };
        if (redis is { Password: not null, PasswordSecretArn: not null })
            throw new ConfigurationException("REDIS_PASSWORD_SECRET_ARN", redis.PasswordSecretArn, "either REDIS_PASSWORD_SECRET_ARN or REDIS_PASSWORD, not both");
        return redis.Host.Length == 0 ? null : redis;
    }

    /// <summary>What is no ARN is not repeated: it may be the password itself, and the message goes to a log.</summary>
    static string? ReadSecretArn(Settings settings)
    {
        const string Variable = "REDIS_PASSWORD_SECRET_ARN";
        var arn = settings.Text(Variable);
        return arn is null || AwsNames.IsSecretArn(arn) ? arn : throw new ConfigurationException(Variable, "…", AwsNames.SecretArn);
    }

    static AwsEndpoints ReadEndpoints(Settings settings)
    {
        var all = settings.Address("AWS_ENDPOINT_URL");
        return new AwsEndpoints(
            settings.Address("AWS_ENDPOINT_URL_DYNAMODB") ?? all, settings.Address("AWS_ENDPOINT_URL_KINESIS") ?? all, settings.Address("AWS_ENDPOINT_URL_S3") ?? all);
    }

    static string? ReadBucket(Settings settings, string variable) => settings.Text(variable, AwsNames.IsBucket, AwsNames.Bucket);

    /// <param name="settings">The variables.</param>
    /// <param name="variable">The one to read.</param>
    /// <param name="isAllowed">What a value must pass.</param>
    /// <param name="allowed">What is allowed.</param>
    /// <param name="because">Why it must be set; null when it need not be.</param>
    static string? ReadNeeded(Settings settings, string variable, Func<string, bool> isAllowed, string allowed, string? because) =>
        settings.Text(variable, isAllowed, allowed)
        ?? (because is null ? null : throw new ConfigurationException(variable, null, $"{allowed}, because {because}"));
}
