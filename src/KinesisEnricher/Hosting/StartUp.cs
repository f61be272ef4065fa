using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace KinesisEnricher.Hosting;

/// <summary>What both ways into Lambda, process and class library, do first.</summary>
static class StartUp
{
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

    /// <exception cref="ConfigurationException">The environment stops start-up.</exception>
    public static ObservedEnricher Run(IReadOnlyDictionary<string, string> environment, JsonLogger log)
    {
        var enricher = Enricher.Create(EnricherOptions.From(environment), time: log.Time, report: log.LookUpCacheTrouble);
        enricher.Prepare();
        StartUpLine.Write(log, enricher);
        return new ObservedEnricher(enricher, log, log.Time);
    }
}
