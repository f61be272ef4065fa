using System.Net;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

public class RuntimeApiEndpointTests
{
    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1:9001", "")]
    [InlineData("127.0.0.1:9001/", "127.0.0.1:9001", "")]
    [InlineData("localhost:5050/MyFunction", "localhost:5050", "/MyFunction")]
    [InlineData("localhost:5050/a/b/", "localhost:5050", "/a/b")]
    [InlineData("[::1]:9001", "[::1]:9001", "")]
    public void Host_port_and_path_are_told_apart(string value, string authority, string path)
    {
        var endpoint = RuntimeApiEndpoint.Parse(value);

        Assert.Equal(authority, endpoint.Authority);
        Assert.Equal(path, endpoint.Path);
    }

    [Fact]
    public void Address_needs_no_name_resolution_and_a_name_does()
    {
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9001), RuntimeApiEndpoint.Parse("127.0.0.1:9001").Address);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 9001), RuntimeApiEndpoint.Parse("[::1]:9001").Address);
        Assert.Equal(new DnsEndPoint("localhost", 9001), RuntimeApiEndpoint.Parse("localhost:9001").Address);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9001")]
    [InlineData("127.0.0.1:port")]
    [InlineData("127.0.0.1:99999")]
    [InlineData(":9001")]
    [InlineData("user@host:1")]
    [InlineData("host:1?x=y")]
    public void Anything_else_names_variable_value_and_what_is_allowed(string value)
    {
        var fault = Assert.Throws<ConfigurationException>(() => RuntimeApiEndpoint.Parse(value));

        Assert.Equal($"AWS_LAMBDA_RUNTIME_API is '{value}'; allowed: host:port or host:port/path.", fault.Message);
    }
}
