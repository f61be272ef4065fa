using KinesisEnricher.Core.Pipeline;
using Spectre.Console;

namespace KinesisEnricher.Local.Rendering;

/// <summary>How an outcome is drawn: the sign tells it without colour too.</summary>
static class OutcomeStyle
{
    public static char SignOf(Outcome outcome) => outcome switch
    {
        Outcome.Enriched => '✓',
        Outcome.Filtered => '-',
        Outcome.Skipped => '·',
        Outcome.Duplicate => '=',
        Outcome.Quarantined => '✗',
        Outcome.Failed => '!',
        Outcome.Blocked => '‖',
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static Style Of(Outcome outcome) => outcome switch
    {
        Outcome.Enriched => Color.Green,
        Outcome.Filtered or Outcome.Skipped => new Style(decoration: Decoration.Dim),
        Outcome.Duplicate => Color.Teal,
        Outcome.Quarantined or Outcome.Blocked => Color.Olive,
        Outcome.Failed => Color.Maroon,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
