using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Configuration;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Tests.Hosting;

public class EnricherOptionsTests
{
    [Fact]
    public void Nothing_set_is_a_local_run_with_the_defaults()
    {
        var options = From();

        Assert.False(options.InLambda);
        Assert.Null(options.Strategies);
        Assert.Equal([("vestas", "VMP"), ("suzlon", "TAC")], options.TurbineVendors.Select(vendor => (vendor.Key, vendor.Value)));
        Assert.Null(options.Stage);
        Assert.Null(options.AppVersion);
        Assert.False(options.EnableDynamoDb);
        Assert.Null(options.ReferenceFile);
        Assert.Null(options.TableName);
        Assert.Null(options.Region);
        Assert.Null(options.Redis);
        Assert.Equal(TimeSpan.FromMinutes(5), options.LookUpTtl);
        Assert.Equal(OutputKind.Console, options.Output);
        Assert.Null(options.OutputStreamName);
        Assert.Null(options.OutputBucket);
        Assert.Equal(ConsoleFormat.Text, options.ConsoleFormat);
        Assert.Equal(PoisonPolicy.Quarantine, options.Poison);
        Assert.Null(options.QuarantineBucket);
        Assert.Null(options.QuarantinePath);
        Assert.Equal(FailurePolicy.Report, options.Failures);
        Assert.Equal(1000, options.ChunkRecords);
        Assert.Equal(32, options.MaxParallelism);
        Assert.Equal(TimeSpan.FromSeconds(2), options.DeadlineMargin);
        Assert.Equal(LogLevel.Information, options.LogLevel);
        Assert.True(options.MaskPersonalData);
        Assert.Equal(new AwsEndpoints(null, null, null), options.Endpoints);
    }

    [Fact]
    public void In_lambda_nothing_is_put_out_unless_asked()
    {
        var options = From(("AWS_LAMBDA_FUNCTION_NAME", "enricher"));

        Assert.True(options.InLambda);
        Assert.Equal(OutputKind.None, options.Output);
        Assert.Equal(OutputKind.Console, From(("AWS_LAMBDA_FUNCTION_NAME", "enricher"), ("OUTPUT", "console")).Output);
    }

    [Fact]
    public void Every_variable_is_read()
    {
        var options = From(
            ("TURBINE_VENDORS", "Vestas:vmp, acme:TAC"), ("VMP_SIGNAL", "signal_7"), ("STAGE", "test"), ("APP_VERSION", "1.2.3"),
            ("ENABLE_DYNAMO_DB", "TRUE"), ("REFERENCE_FILE", "events/reference.json"), ("AWS_TABLE_NAME", "entities-test"), ("AWS_REGION", "eu-west-1"),
            ("REDIS_HOST", "redis.local"), ("REDIS_PORT", "6380"), ("REDIS_TLS", "true"), ("REDIS_USER", "enricher"), ("REDIS_PASSWORD", "secret"),
            ("LOOKUP_TTL_SECONDS", "60"), ("OUTPUT", "Kinesis"), ("OUTPUT_STREAM_NAME", "enriched"), ("OUTPUT_BUCKET", "enriched-events"),
            ("CONSOLE_FORMAT", "JSON"), ("POISON", "fail"), ("QUARANTINE_BUCKET", "poison"), ("FAILURES", "throw"), ("CHUNK_RECORDS", "10000"),
            ("MAX_PARALLELISM", "1"), ("DEADLINE_MARGIN_MS", "0"), ("LOG_LEVEL", "warning"), ("AWS_LAMBDA_LOG_LEVEL", "DEBUG"),
            ("MASK_PERSONAL_DATA", "false"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"), ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000"));

        Assert.Equal(("signal_7", "TAC"), (options.TurbineVendors["vestas"], options.TurbineVendors["ACME"]));
        Assert.Equal(("test", "1.2.3"), (options.Stage, options.AppVersion));
        Assert.True(options.EnableDynamoDb);
        Assert.Equal(("events/reference.json", "entities-test", "eu-west-1"), (options.ReferenceFile, options.TableName, options.Region));
        Assert.Equal(new RedisOptions { Host = "redis.local", Port = 6380, Tls = true, User = "enricher", Password = "secret" }, options.Redis);
        Assert.Equal(TimeSpan.FromMinutes(1), options.LookUpTtl);
        Assert.Equal((OutputKind.Kinesis, "enriched", "enriched-events"), (options.Output, options.OutputStreamName, options.OutputBucket));
        Assert.Equal(ConsoleFormat.Json, options.ConsoleFormat);
        Assert.Equal((PoisonPolicy.Fail, "poison", FailurePolicy.Throw), (options.Poison, options.QuarantineBucket, options.Failures));
        Assert.Equal((10_000, 1, TimeSpan.Zero), (options.ChunkRecords, options.MaxParallelism, options.DeadlineMargin));
        Assert.Equal(LogLevel.Warning, options.LogLevel);
        Assert.False(options.MaskPersonalData);
        Assert.Equal(new AwsEndpoints(new Uri("http://127.0.0.1:4566"), new Uri("http://127.0.0.1:4566"), new Uri("http://127.0.0.1:9000")), options.Endpoints);
    }

    [Theory]
    [InlineData("trace", LogLevel.Trace)]
    [InlineData("Debug", LogLevel.Debug)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("warn", LogLevel.Warning)]
    [InlineData("Warning", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("fatal", LogLevel.Critical)]
    [InlineData("CRITICAL", LogLevel.Critical)]
    public void Log_level_is_ours_or_else_lambdas(string value, LogLevel expected)
    {
        Assert.Equal(expected, From(("LOG_LEVEL", value)).LogLevel);
        Assert.Equal(expected, From(("AWS_LAMBDA_LOG_LEVEL", value)).LogLevel);
        Assert.Equal(expected, From(("LOG_LEVEL", value), ("AWS_LAMBDA_LOG_LEVEL", "error")).LogLevel);
    }

    public static TheoryData<string, string, string> BadValues => new()
    {
        { "ENRICHER_STRATEGIES", "user-limits,nope", "user-limits" },
        { "ENRICHER_STRATEGIES", ",", "a list, with commas, of user-limits" },
        { "TURBINE_VENDORS", "vestas", "vendor:VMP" },
        { "TURBINE_VENDORS", "vestas:RPM", "vendor:VMP" },
        { "TURBINE_VENDORS", ":VMP", "vendor:VMP" },
        { "TURBINE_VENDORS", "vestas:VMP,Vestas:TAC", "each vendor once" },
        { "STAGE", "prüfung", "1 to 255 printable ASCII characters" },
        { "STAGE", "a\tb", "1 to 255 printable ASCII characters" },
        { "STAGE", new string('a', 256), "1 to 255 printable ASCII characters" },
        { "ENABLE_DYNAMO_DB", "1", "true, false" },
        { "AWS_TABLE_NAME", "a b", "DynamoDB table" },
        { "AWS_TABLE_NAME", "ab", "DynamoDB table" },
        { "AWS_TABLE_NAME", "arn:aws:s3:eu-west-1:1:table/x", "DynamoDB table" },
        { "REDIS_PORT", "0", "1 to 65535" },
        { "REDIS_PORT", "65536", "1 to 65535" },
        { "REDIS_TLS", "on", "true, false" },
        { "LOOKUP_TTL_SECONDS", "0", "1 to 86400" },
        { "OUTPUT", "kafka", "console, kinesis, s3, none" },
        { "OUTPUT_STREAM_NAME", "a/b", "Kinesis stream" },
        { "OUTPUT_BUCKET", "Upper", "S3 bucket" },
        { "CONSOLE_FORMAT", "xml", "text, json" },
        { "POISON", "drop", "quarantine, fail" },
        { "QUARANTINE_BUCKET", "x", "S3 bucket" },
        { "FAILURES", "ignore", "report, throw" },
        { "CHUNK_RECORDS", "0", "1 to 10000" },
        { "CHUNK_RECORDS", "10001", "1 to 10000" },
        { "MAX_PARALLELISM", "257", "1 to 256" },
        { "DEADLINE_MARGIN_MS", "-1", "0 to 900000" },
        { "LOG_LEVEL", "loud", "trace, debug, info, warn, warning, error, fatal, critical" },
        { "AWS_LAMBDA_LOG_LEVEL", "loud", "trace, debug, info, warn, warning, error, fatal, critical" },
        { "MASK_PERSONAL_DATA", "maybe", "true, false" },
        { "AWS_ENDPOINT_URL", "localhost:8000", "http://" },
        { "AWS_ENDPOINT_URL_DYNAMODB", "x", "http://" },
        { "AWS_ENDPOINT_URL_KINESIS", "x", "http://" },
        { "AWS_ENDPOINT_URL_S3", "x", "http://" },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public void Bad_value_names_variable_value_and_what_is_allowed(string variable, string value, string allowed)
    {
        var fault = Assert.Throws<ConfigurationException>(() => From((variable, value)));

        Assert.StartsWith($"{variable} is '{value}'; allowed: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_where_its_secret_s_ARN_belongs_is_not_repeated()
    {
        var fault = Assert.Throws<ConfigurationException>(() => From(("REDIS_PASSWORD_SECRET_ARN", "hunter2")));

        Assert.Equal("REDIS_PASSWORD_SECRET_ARN is '…'; allowed: a secret's ARN (arn:…:secretsmanager:…).", fault.Message);
    }

    [Theory]
    [InlineData("ENABLE_DYNAMO_DB", "true", "AWS_TABLE_NAME")]
    [InlineData("OUTPUT", "kinesis", "OUTPUT_STREAM_NAME")]
    [InlineData("OUTPUT", "s3", "OUTPUT_BUCKET")]
    public void What_another_variable_needs_must_be_set(string variable, string value, string needed)
    {
        var fault = Assert.Throws<ConfigurationException>(() => From((variable, value)));

        Assert.StartsWith($"{needed} is not set; allowed: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($"because {variable} is {value}.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QUARANTINE_PATH", "folder", "QUARANTINE_BUCKET", "bucket")]
    [InlineData("REDIS_PASSWORD_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:1:secret:x", "REDIS_PASSWORD", "p")]
    public void Two_answers_to_one_question_are_refused(string variable, string value, string other, string otherValue)
    {
        var fault = Assert.Throws<ConfigurationException>(() => From((variable, value), (other, otherValue)));

        Assert.Equal($"{variable} is '{value}'; allowed: either {variable} or {other}, not both.", fault.Message);
    }

    [Theory]
    [InlineData("entities")]
    [InlineData("arn:aws-cn:dynamodb:cn-north-1:123456789012:table/entities")]
    public void Table_is_named_or_given_by_its_arn(string table) => Assert.Equal(table, From(("AWS_TABLE_NAME", table)).TableName);

    [Fact]
    public void Password_is_not_shown() => Assert.Equal("h:6379", new RedisOptions { Host = "h", Password = "secret" }.ToString());

    static EnricherOptions From(params (string Name, string Value)[] variables) => EnricherOptions.From(variables.ToDictionary(v => v.Name, v => v.Value));
}
