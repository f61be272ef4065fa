using System.Globalization;
using System.Text;

namespace KinesisEnricher.Local.Rendering;

/// <summary>Makes text of unknown origin fit for a terminal and a table.</summary>
static class Printable
{
    /// <summary>On one line: control characters, which could move the cursor or forge a line, show as <c>\u001b</c>.</summary>
    public static string Line(string text) => Escape(text, keepLineBreaks: false);

    /// <summary>As <see cref="Line"/>, and line breaks stay.</summary>
    public static string Block(string text) => Escape(text, keepLineBreaks: true);

    /// <summary>At most <paramref name="length"/> characters, the last of them an ellipsis when something was cut off.</summary>
    public static string Short(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";

    static string Escape(string text, bool keepLineBreaks)
    {
        if (!text.Any(c => char.IsControl(c)))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (char.IsControl(c) && !(keepLineBreaks && c == '\n'))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }
}
