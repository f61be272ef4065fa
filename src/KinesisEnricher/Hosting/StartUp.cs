using KinesisEnricher.DynamoDb;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Hosting;

/// <summary>What both ways into Lambda, process and class library, do first.</summary>
static class StartUp
{
    /// <summary>What all else is built on.</summary>
    /// <param name="Options">What the deployment chose.</param>
    /// <param name="Table">The table of state and reference data; null without DynamoDB.</param>
    public sealed record Basis(EnricherOptions Options, DynamoDbTable? Table);

    /// <summary>The log of this process. It is there before the options are, so that it can say what is wrong with them.</summary>
    public static JsonLogger OpenLog(IReadOnlyDictionary<string, string> environment, TimeProvider time)
    {
        // Not Console.Error: setting up its encodings is a cost that a cold start need not pay. Not standard output: OUTPUT=console has that.
        var lines = new LineWriter(Console.OpenStandardError());
        var settings = new Settings(environment);
        var context = new LogContext(settings.Text("AWS_LAMBDA_FUNCTION_NAME"), settings.Text("APP_VERSION") ?? Build.Version, RequestId: null);
        try
        {
            return new JsonLogger(lines, LogLevels.Read(settings), time, context) { ShowsExceptionMessages = !settings.Bool("MASK_PERSONAL_DATA", true) };
        }
        catch (ConfigurationException)
        {
            return new JsonLogger(lines, LogLevel.Information, time, context); // Start-up meets the same fault, and reports it.
        }
    }

    /// <summary>
    /// Reads the options and begins to connect to the table, on another thread: that takes a good part of the time to the first answer, and the rest of start-up
    /// can be done meanwhile.
    /// </summary>
    public static Task<Basis> Begin(IReadOnlyDictionary<string, string> environment) => Task.Run(() =>
    {
        var options = EnricherOptions.From(environment);
        var table = Ports.TableOf(options);
        table?.Prepare();
        return new Basis(options, table);
    });

    /// <exception cref="ConfigurationException">The environment stops start-up.</exception>
    public static ObservedEnricher Run(Task<Basis> begun, JsonLogger log)
    {
        var (options, table) = begun.GetAwaiter().GetResult();
        var enricher = Enricher.Create(options, table, time: log.Time, report: log.LookUpCacheTrouble);
        StartUpLine.Write(log, enricher);
        return new ObservedEnricher(enricher, log, log.Time);
    }
}
