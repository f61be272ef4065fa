using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.TurbineStatus;

namespace KinesisEnricher.Tests.TurbineStatus;

public sealed class TurbineVendorsTests
{
    static IReadOnlyList<TurbineVendor> Read(params (string Name, string Value)[] variables) =>
        TurbineVendors.Read(new Settings(variables.ToDictionary(v => v.Name, v => v.Value)));

    [Fact]
    public void Vestas_and_Suzlon_are_handled_unless_told_otherwise()
    {
        var vendors = Read();

        Assert.Equal([("vestas", "VMP"), ("suzlon", "TAC")], vendors.Select(vendor => (vendor.Name, vendor.Signal)));
        Assert.IsType<VmpVendor>(vendors[0]);
        Assert.IsType<TacVendor>(vendors[1]);
    }

    [Fact]
    public void A_renamed_signal_keeps_its_implementation()
    {
        var vendor = Assert.Single(Read(("TURBINE_VENDORS", " Acme : vmp "), ("VMP_SIGNAL", "signal_7")));

        Assert.IsType<VmpVendor>(vendor);
        Assert.Equal(("Acme", "acme", "signal_7"), (vendor.Name, vendor.Key, vendor.Signal));
    }

    [Theory]
    [InlineData("vestas")]
    [InlineData("vestas:")]
    [InlineData("vestas:RPM")]
    [InlineData(":VMP")]
    [InlineData("vestas:VMP:TAC")]
    [InlineData("vestas:VMP,VESTAS:TAC")]
    [InlineData(",")]
    public void A_wrong_list_stops_start_up_and_says_what_is_allowed(string value)
    {
        var fault = Assert.Throws<ConfigurationException>(() => Read(("TURBINE_VENDORS", value)));

        Assert.Equal($"TURBINE_VENDORS is '{value}'; allowed: a list, with commas, of vendor:VMP or vendor:TAC, each vendor once.", fault.Message);
    }
}
