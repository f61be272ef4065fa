using System.Globalization;
using KinesisEnricher.Json;

namespace KinesisEnricher.Operata;

/// <summary>Reads an envelope's time, RFC 3339.</summary>
static class OperataTime
{
    public static bool TryParse(WireValue time, out DateTimeOffset moment)
    {
        moment = default;
        return time.IsText && DateTimeOffset.TryParse(time.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }
}
