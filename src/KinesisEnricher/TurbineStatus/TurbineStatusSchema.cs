using System.Globalization;
using System.Text.Json;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.Json;

namespace KinesisEnricher.TurbineStatus;

/// <summary>
/// What a turbine event must hold. Each check gives what becomes of an event that does not pass, or null; messages name the field and what is allowed.
/// </summary>
static class TurbineStatusSchema
{
    // It becomes part of a look-up key, whose length stores limit.
    const int LongestId = 256;

    /// <summary>Checks the vendor's name, by which it is decided whether the rest concerns this deployment.</summary>
    public static FilterResult? CheckVendor(TurbineStatusEvent e) => Text("customer_name", e.CustomerName);

    /// <summary>Checks everything else but the signal that counts, which depends on the vendor.</summary>
    public static FilterResult? Check(TurbineStatusEvent e) =>
        Text("customer_asset_id", e.CustomerAssetId)
        ?? Text("source_system", e.SourceSystem)
        ?? Version("signal_version", e.SignalVersion)
        ?? Time("ts", e.Ts)
        ?? Signals(e.Signals);

    /// <summary>Checks the vendor's signal; an absent one makes the event none of ours.</summary>
    public static FilterResult? CheckSignal(string name, WireValue value) =>
        value.IsAbsent ? FilterResult.Drop($"{TurbineStatusReasons.NotOurs}: signal {name} absent")
        : string.IsNullOrWhiteSpace(value.Text) ? Invalid($"signals.{name}", "a text or a number", value)
        : null;

    static FilterResult? Text(string field, WireValue value) =>
        value.IsAbsent || value.Text is "" ? Missing(field)
        : !value.IsText ? Invalid(field, "text", value)
        : value.Text!.Length > LongestId ? TooLong(field, value.Text.Length)
        : null;

    static FilterResult? Version(string field, WireValue value) =>
        value.IsAbsent || value.Text is "" ? Missing(field)
        : value.Text is null ? Invalid(field, "a text or a number", value)
        : null;

    static FilterResult? Time(string field, WireValue value) =>
        value.IsAbsent || value.Text is "" ? Missing(field)
        : !value.IsText || !TurbineTime.TryParse(value.Text, out _) ? Invalid(field, TurbineTime.Format, value)
        : null;

    static FilterResult? Signals(TurbineSignals? signals) =>
        signals is null ? Missing("signals")
        : signals.Kind != JsonValueKind.Object ? Invalid("signals", "an object", new WireValue(signals.Kind, null))
        : null;

    static FilterResult Missing(string field) => FilterResult.Poison(TurbineStatusReasons.MissingField, $"{field}: required");

    static FilterResult Invalid(string field, string expected, WireValue found)
    {
        var shown = found.Text is { } text ? $"'{SchemaBreak.Shown(text)}'" : NameOf(found.Kind);
        return FilterResult.Poison(TurbineStatusReasons.InvalidFormat, $"{field}: {expected} is expected, not {shown}");
    }

    static FilterResult TooLong(string field, int length) => FilterResult.Poison(
        TurbineStatusReasons.InvalidFormat, string.Create(CultureInfo.InvariantCulture, $"{field}: at most {LongestId} characters are expected, not {length}"));

    static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };
}
