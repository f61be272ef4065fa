using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Hosting;

/// <summary>What both ways into Lambda, process and class library, do first.</summary>
static class StartUp
{
    /// <exception cref="ConfigurationException">The environment stops start-up.</exception>
    public static Enricher Run(IReadOnlyDictionary<string, string> environment)
    {
        var enricher = Enricher.Create(EnricherOptions.From(environment), report: message => Write(LogLine.Warning(message)));
        Write(StartUpLine.Of(enricher));
        return enricher;
    }

    static void Write(byte[] line)
    {
        // Not Console.Error: setting up its encodings is a cost that a cold start need not pay. Not standard output: OUTPUT=console has that.
        using var log = Console.OpenStandardError();
        log.Write(line);
    }
}
