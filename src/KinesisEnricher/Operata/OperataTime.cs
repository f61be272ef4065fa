using System.Globalization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Operata;

/// <summary>Reads an envelope's time, RFC 3339.</summary>
static class OperataTime
{
    public static bool TryParse(WireValue time, out DateTimeOffset moment)
    {
        moment = default;
        return time is { IsText: true, Text: { } text } && IsWhole(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }

    /// <summary>A day and a time of it to the second: what lacks one would get it from the machine's clock.</summary>
    static bool IsWhole(string text) => text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't' or ' ', _, _, ':', _, _, ':', _, _, ..];
}
