using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.TurbineStatus;

/// <summary>Events of two vendors' turbines; a test changes only what it is about.</summary>
static class TurbineEvents
{
    public const string StateKey = "TURBINE#A-1";

    /// <summary>An event of a turbine whose asset has type_1.</summary>
    /// <param name="status">The raw status, as JSON.</param>
    /// <param name="time">The time of day.</param>
    /// <param name="turbine">The vendor's id of the turbine.</param>
    public static JsonObject Vestas(string status = "3", string time = "08:00:00", string turbine = "WTG-1") => Event("vestas", turbine, time, "VMP", status);

    /// <summary>An event of a turbine whose asset has type_2.</summary>
    public static JsonObject Suzlon(string status = "\"a\"", string time = "08:00:00") => Event("suzlon", "S-1", time, "TAC", status);

    static JsonObject Event(string vendor, string turbine, string time, string signal, string status) => new()
    {
        ["customer_name"] = vendor,
        ["customer_asset_id"] = turbine,
        ["source_system"] = "scada-1",
        ["signal_version"] = "v2",
        ["agg_window"] = "10m",
        ["ts"] = $"2026-01-01 {time}",
        ["signals"] = new JsonObject { ["WindSpeed"] = 7.5, [signal] = JsonNode.Parse(status) },
    };
}
