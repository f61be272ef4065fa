using Spectre.Console;

namespace KinesisEnricher.Local.Rendering;

/// <summary>Makes the console that the text report is drawn on.</summary>
static class Consoles
{
    /// <summary>Where the output is not a terminal no column is wrapped: lines go on to programs.</summary>
    const int Unbounded = 10_000;

    /// <summary>On a terminal with fewer columns the terminal breaks the lines: a table squeezed further cannot be read.</summary>
    const int Narrowest = 100;

    public static IAnsiConsole Create(Surroundings surroundings, ColorChoice choice)
    {
        var color = IsColored(surroundings, choice);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(surroundings.Out),
            // Spectre would look at the process's environment for build servers.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = surroundings.TerminalWidth is { } width and > 0 ? Math.Max(width, Narrowest) : Unbounded;
        return console;
    }

    static bool IsColored(Surroundings surroundings, ColorChoice choice) => choice switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => surroundings.TerminalWidth is not null
            && string.IsNullOrEmpty(surroundings.Environment.GetValueOrDefault("NO_COLOR"))
            && !string.Equals(surroundings.Environment.GetValueOrDefault("TERM"), "dumb", StringComparison.Ordinal),
    };
}
