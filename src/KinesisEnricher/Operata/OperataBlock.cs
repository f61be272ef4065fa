using System.Globalization;
using System.Text;
using KinesisEnricher.Json;

namespace KinesisEnricher.Operata;

/// <summary>Writes an event for people, a line per field, <c>-</c> for what is not known. Lines end in a line feed everywhere.</summary>
sealed class OperataBlock
{
    public const string Unknown = "-";

    const int Width = 42;

    static readonly string Rule = new('=', Width);
    static readonly string ThinRule = new('-', Width);

    readonly StringBuilder _text = new(1024);

    /// <summary>The head that every event has.</summary>
    public void Begin(OperataEvent e, string? friendlyType)
    {
        Line(Rule);
        Line("Operata Event Received");
        Field("Event ID", e.Id.Text);
        Field("Event Type", friendlyType);
        Field("Source", e.Source.Text);
        Field("Account", e.Account.Text);
        Field("Region", e.Region.Text);
        Field("Time", TimeOf(e.Time));
        Line(ThinRule);
    }

    /// <returns>The block, without a line feed at its end.</returns>
    public string End()
    {
        _text.Append(Rule);
        return _text.ToString();
    }

    public void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>A line <c>Name: value</c>.</summary>
    /// <param name="name">What people call it, with the blanks that it is indented by.</param>
    /// <param name="value">Its value; null or empty shows as unknown.</param>
    public void Field(string name, string? value) => Line($"{name}: {(string.IsNullOrEmpty(value) ? Unknown : OnOneLine(value))}");

    /// <summary>Such as <c>180 seconds</c>; null when it is not known.</summary>
    public static string? Seconds(double? value) => With(value, "0.##", " seconds");

    /// <summary>Such as <c>0.05%</c>; null when it is not known.</summary>
    /// <param name="value">0 to 100.</param>
    /// <param name="decimals">How many decimals it has.</param>
    public static string? Percent(double? value, int decimals) => With(value, $"F{decimals}", "%");

    /// <summary>A number with a unit, if any; null when it is not known.</summary>
    public static string? With(double? value, string format, string unit = "") =>
        Measured.Of(value) is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : null;

    /// <summary>Such as <c>0.05% (Minimal)</c>, without the label where there is none; null when the value is not known.</summary>
    public static string? Labelled(string? value, string? label) => value is null || string.IsNullOrEmpty(label) ? value : $"{value} ({label})";

    static string? TimeOf(WireValue time) =>
        OperataTime.TryParse(time, out var moment) ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : time.Text;

    /// <summary>Texts come from outside: none may forge a line, or move a terminal's cursor.</summary>
    static string OnOneLine(string value) =>
        value.Any(char.IsControl) ? string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c)) : value;
}
