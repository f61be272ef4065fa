using Spectre.Console.Rendering;

namespace KinesisEnricher.Local.Rendering;

/// <summary>Draws something with an indent, and without the blanks that a table leaves at the end of its lines.</summary>
sealed class Indented(IRenderable content, int indent) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth)
    {
        var inner = content.Measure(options, maxWidth - indent);
        return new Measurement(inner.Min + indent, inner.Max + indent);
    }

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var margin = Segment.Padding(indent);
        foreach (var line in Segment.SplitLines(content.Render(options, maxWidth - indent)))
        {
            var last = line.FindLastIndex(s => !string.IsNullOrWhiteSpace(s.Text));
            if (last >= 0)
            {
                yield return margin;
                for (var i = 0; i < last; i++)
                    yield return line[i];
                yield return new Segment(line[last].Text.TrimEnd(), line[last].Style);
            }
            yield return Segment.LineBreak;
        }
    }
}
