using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.TurbineStatus;

/// <summary>Reads which vendors a deployment handles, each with its implementation.</summary>
static class TurbineVendors
{
    const string Variable = "TURBINE_VENDORS";
    const string Allowed = "a list, with commas, of vendor:VMP or vendor:TAC, each vendor once";

    /// <summary><c>TURBINE_VENDORS</c>, with signals renamed by <c>VMP_SIGNAL</c> and <c>TAC_SIGNAL</c>.</summary>
    /// <exception cref="ConfigurationException">The list has a wrong entry, the same vendor twice, or no entry.</exception>
    public static IReadOnlyList<TurbineVendor> Read(Settings settings)
    {
        var vendors = new List<TurbineVendor>();
        foreach (var entry in settings.List(Variable) ?? ["vestas:VMP", "suzlon:TAC"])
        {
            var vendor = entry.Split(':', StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var signal] ? Create(name, signal, settings) : null;
            if (vendor is null || vendors.Any(other => other.Name.Equals(vendor.Name, StringComparison.OrdinalIgnoreCase)))
                throw Refused(settings);
            vendors.Add(vendor);
        }
        return vendors.Count > 0 ? vendors : throw Refused(settings);
    }

    static TurbineVendor? Create(string name, string signal, Settings settings) => signal.ToUpperInvariant() switch
    {
        "VMP" => new VmpVendor(name, settings.Text("VMP_SIGNAL") ?? "VMP"),
        "TAC" => new TacVendor(name, settings.Text("TAC_SIGNAL") ?? "TAC"),
        _ => null,
    };

    static ConfigurationException Refused(Settings settings) => new(Variable, settings.Text(Variable), Allowed);
}
