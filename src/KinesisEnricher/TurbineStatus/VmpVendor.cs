using System.Globalization;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>
/// Turbines whose VMP controller reports a number, which may have become text on its way: <c>3</c>, <c>3.0</c> and <c>"3.0"</c> are one status.
/// </summary>
sealed class VmpVendor(string name, string signal) : TurbineVendor(name, signal)
{
    public override string RawStatusOf(string text) =>
        ExactDecimal.TryParse(text, NumberStyles.Float, out var number) ? WireValue.TextOf(number) : text.Trim();
}
