namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>Three turbines of the reference data, a minute between two words of one. Their events have no id of their own.</summary>
sealed class TurbineFamily : LoadFamily
{
    static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly (string Vendor, string Name, string Asset)[] Turbines =
        [("vestas", "WTG-17", "A-1017"), ("vestas", "WTG-18", "A-1018"), ("suzlon", "S88-03", "A-2003")];

    static readonly (string Raw, string Code)[] OfVestas = [("-1", "c"), ("0", "e"), ("1", "e"), ("3", "o"), ("7", "u")];
    static readonly (string Raw, string Code)[] OfSuzlon = [("\"a\"", "o"), ("\"b\"", "e")];

    readonly int[] _minutes = new int[Turbines.Length];

    public override LoadEvent Next(Random random)
    {
        var i = random.Next(Turbines.Length);
        var (vendor, name, asset) = Turbines[i];
        var statuses = vendor == "vestas" ? OfVestas : OfSuzlon;
        var (raw, code) = statuses[random.Next(statuses.Length)];
        var ts = $"{Start.AddMinutes(_minutes[i]++):yyyy-MM-dd HH:mm:ss}";
        var state = Item($"TURBINE#{asset}");
        state["status_code"] = code;
        state["ts"] = ts;
        return new LoadEvent(name, Utf8(
            $$$"""
            {"customer_name":"{{{vendor}}}","customer_asset_id":"{{{name}}}","source_system":"scada","signal_version":"v2","ts":"{{{ts}}}",
            "signals":{"WindSpeed":7.5,"{{{(vendor == "vestas" ? "VMP" : "TAC")}}}":{{{raw}}} } }
            """));
    }
}
