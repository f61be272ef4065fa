namespace KinesisEnricher.Local.Rendering;

/// <summary>How much the text report tells.</summary>
enum Verbosity
{
    /// <summary>Each event's answer, and the totals.</summary>
    Quiet,

    Normal,

    /// <summary>Every output event in full, and what is known of each fault.</summary>
    Verbose,
}
