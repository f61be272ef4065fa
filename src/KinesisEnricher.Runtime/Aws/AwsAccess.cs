using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Runtime.Aws;

/// <summary>What a client needs to reach an AWS service: whose name to call in, where, and how to find it.</summary>
public sealed class AwsAccess
{
    const string RegionWithEndpoint = "us-east-1";

    readonly Lazy<AWSCredentials> _credentials;

    public AwsAccess(AWSCredentials credentials, string region, Uri? endpoint) : this(() => credentials, region, endpoint) { }

    AwsAccess(Func<AWSCredentials> credentials, string region, Uri? endpoint)
    {
        // A fault is not kept: the next call may find credentials.
        _credentials = new Lazy<AWSCredentials>(credentials, LazyThreadSafetyMode.PublicationOnly);
        Region = region;
        Endpoint = endpoint;
    }

    /// <summary>In whose name. Looked for when they are first needed, because a start-up that does not need them should not wait for them.</summary>
    /// <exception cref="AmazonClientException">There are none.</exception>
    public AWSCredentials Credentials => _credentials.Value;

    /// <summary>Such as <c>eu-west-1</c>.</summary>
    public string Region { get; }

    /// <summary>The address that stands in for AWS's own; null for AWS's own.</summary>
    public Uri? Endpoint { get; }

    /// <summary>
    /// Access as the environment sets it up. Credentials: <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>, else those of
    /// <c>AWS_PROFILE</c>, else the AWS SDK's default chain. Region: <c>AWS_REGION</c>, else <c>AWS_DEFAULT_REGION</c>, else the profile's.
    /// </summary>
    /// <param name="variables">The environment.</param>
    /// <param name="endpoint">
    /// The address that stands in for AWS's own, null for AWS's own. With one, no region is needed; with one on this machine, nor are credentials: an emulator
    /// wants a signature and checks none.
    /// </param>
    /// <exception cref="ConfigurationException">There is no such profile, or no region. The message names the variable.</exception>
    public static AwsAccess From(IReadOnlyDictionary<string, string> variables, Uri? endpoint)
    {
        var settings = new Settings(variables);
        var profile = ReadProfile(settings);
        var region = settings.Text("AWS_REGION") ?? settings.Text("AWS_DEFAULT_REGION") ?? profile?.Region?.SystemName
            ?? (endpoint is null ? throw new ConfigurationException("AWS_REGION", null, "a region, such as eu-west-1") : RegionWithEndpoint);
        return new AwsAccess(() => CredentialsOf(settings, profile, endpoint), region, endpoint);
    }

    /// <summary>The address of a service: the one that stands in for it, else AWS's own in the region's partition (<c>amazonaws.com.cn</c> in China).</summary>
    /// <param name="service">The service's name in host names, such as <c>kinesis</c>.</param>
    public Uri EndpointOf(string service) =>
        Endpoint ?? new Uri($"https://{service}.{Region}.{RegionEndpoint.GetBySystemName(Region).PartitionDnsSuffix}/");

    static CredentialProfile? ReadProfile(Settings settings)
    {
        if (settings.Text("AWS_PROFILE") is not { } name)
            return null;
        return new CredentialProfileStoreChain(settings.Text("AWS_SHARED_CREDENTIALS_FILE")).TryGetProfile(name, out var profile)
            ? profile
            : throw new ConfigurationException("AWS_PROFILE", name, "a profile of ~/.aws/config or ~/.aws/credentials");
    }

    static AWSCredentials CredentialsOf(Settings settings, CredentialProfile? profile, Uri? endpoint)
    {
        if (settings.Text("AWS_ACCESS_KEY_ID") is { } key && settings.Text("AWS_SECRET_ACCESS_KEY") is { } secret)
            return settings.Text("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret);
        if (profile is not null)
            return profile.GetAWSCredentials(profile.CredentialProfileStore);
        // Not the whole chain: its last link asks the metadata service of EC2, and waits for it wherever there is none.
        if (endpoint is { IsLoopback: true })
            return new CredentialProfileStoreChain().TryGetAWSCredentials("default", out var own) ? own : new BasicAWSCredentials("local", "local");
        return DefaultAWSCredentialsIdentityResolver.GetCredentials(null);
    }
}
