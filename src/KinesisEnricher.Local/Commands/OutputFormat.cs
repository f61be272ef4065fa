namespace KinesisEnricher.Local.Commands;

/// <summary>How <c>run</c> shows what became of an event.</summary>
enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: a document a line.</summary>
    Json,
}
