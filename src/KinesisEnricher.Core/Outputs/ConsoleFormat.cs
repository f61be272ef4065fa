namespace KinesisEnricher.Core.Outputs;

/// <summary>How <see cref="ConsoleSink"/> writes events.</summary>
public enum ConsoleFormat
{
    /// <summary>For people: the enrichment's readable block or line.</summary>
    Text,

    /// <summary>One CloudEvent a line.</summary>
    Json,
}
