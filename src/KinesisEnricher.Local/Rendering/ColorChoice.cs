namespace KinesisEnricher.Local.Rendering;

/// <summary>Whether the text report has colour.</summary>
enum ColorChoice
{
    /// <summary>On a terminal, unless <c>NO_COLOR</c> is set or <c>TERM</c> is <c>dumb</c>.</summary>
    Auto,

    Always,

    Never,
}
