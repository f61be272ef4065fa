using System.Diagnostics;
using KinesisEnricher.Runtime.Telemetry;

namespace KinesisEnricher.Tests.Runtime.Telemetry;

public sealed class XRayHeaderTests
{
    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", ActivityTraceFlags.Recorded)]
    [InlineData("Sampled=0; Parent=53995C3F42CD8AD8; root=1-5759E988-BD862E3FE1BE46A994272793; Lineage=1:a87bd80c:1", ActivityTraceFlags.None)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8", ActivityTraceFlags.None)]
    [InlineData("Self=x;Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?", ActivityTraceFlags.None)]
    public void Header_names_the_span_above(string header, ActivityTraceFlags flags)
    {
        Assert.True(XRayHeader.TryParse(header, out var parent));

        Assert.Equal("5759e988bd862e3fe1be46a994272793", parent.TraceId.ToHexString());
        Assert.Equal("53995c3f42cd8ad8", parent.SpanId.ToHexString());
        Assert.Equal(flags, parent.TraceFlags);
        Assert.True(parent.IsRemote);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793")]
    [InlineData("Parent=53995c3f42cd8ad8")]
    [InlineData("Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a99427279g;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad")]
    public void Header_that_names_none_is_none(string? header)
    {
        Assert.False(XRayHeader.TryParse(header, out var parent));
        Assert.Equal(default, parent);
    }
}
