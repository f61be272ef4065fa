using Amazon.Runtime;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Tests.Runtime.Aws;

public sealed class AwsAccessTests
{
    static readonly Uri Local = new("http://127.0.0.1:4567");

    [Theory]
    [InlineData("eu-west-1", "https://kinesis.eu-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://kinesis.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://kinesis.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-iso-east-1", "https://kinesis.us-iso-east-1.c2s.ic.gov/")]
    [InlineData("eu-west-99", "https://kinesis.eu-west-99.amazonaws.com/")]
    [InlineData("cn-south-7", "https://kinesis.cn-south-7.amazonaws.com.cn/")]
    public void A_service_is_found_in_its_regions_partition(string region, string expected) =>
        Assert.Equal(expected, From(null, ("AWS_REGION", region)).EndpointOf("kinesis").AbsoluteUri);

    [Fact]
    public void An_endpoint_stands_in_for_the_services_own() => Assert.Equal(Local, From(Local, ("AWS_REGION", "eu-west-1")).EndpointOf("kinesis"));

    [Fact]
    public void Without_a_region_the_variable_is_named()
    {
        var fault = Assert.Throws<ConfigurationException>(() => From(null));

        Assert.Equal("AWS_REGION", fault.Variable);
    }

    [Fact]
    public void The_default_regions_variable_is_second() => Assert.Equal("eu-west-2", From(null, ("AWS_DEFAULT_REGION", "eu-west-2")).Region);

    [Fact]
    public void With_an_endpoint_no_region_is_needed() => Assert.Equal("us-east-1", From(Local).Region);

    [Fact]
    public async Task Session_credentials_keep_their_token()
    {
        var access = From(null, ("AWS_REGION", "eu-west-1"), ("AWS_SESSION_TOKEN", "token"));

        Assert.Equal(new ImmutableCredentials("key", "secret", "token"), await access.Credentials.GetCredentialsAsync());
    }

    [Fact]
    public void A_profile_that_is_not_there_is_named()
    {
        var fault = Assert.Throws<ConfigurationException>(() => From(null, ("AWS_REGION", "eu-west-1"), ("AWS_PROFILE", "nobody-has-this-profile")));

        Assert.Equal("AWS_PROFILE", fault.Variable);
        Assert.Equal("nobody-has-this-profile", fault.Value);
    }

    static AwsAccess From(Uri? endpoint, params (string Name, string Value)[] variables)
    {
        var all = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        all.TryAdd("AWS_ACCESS_KEY_ID", "key");
        all.TryAdd("AWS_SECRET_ACCESS_KEY", "secret");
        return AwsAccess.From(all, endpoint);
    }
}
