namespace KinesisEnricher.Local.Commands;

/// <summary>How a command shows what it has to show.</summary>
enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: a document a line.</summary>
    Json,
}
