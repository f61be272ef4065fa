using Spectre.Console;
using Spectre.Console.Rendering;

namespace KinesisEnricher.Local.Rendering;

/// <summary>Text that is not broken into lines: a terminal does that better, and keeps long values whole for copying.</summary>
sealed class Unwrapped(string text, Style style, bool endsLine) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(text.Length, text.Length);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (text.Length > 0)
            yield return new Segment(text, style);
        if (endsLine)
            yield return Segment.LineBreak;
    }
}
