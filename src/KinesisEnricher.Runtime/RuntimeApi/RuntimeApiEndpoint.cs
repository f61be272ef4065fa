using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>Where the Runtime API listens: <c>AWS_LAMBDA_RUNTIME_API</c>, as <c>host:port</c>, or <c>host:port/path</c> as Lambda Test Tool v2 sets it.</summary>
public sealed record RuntimeApiEndpoint
{
    public const string Variable = "AWS_LAMBDA_RUNTIME_API";

    RuntimeApiEndpoint(EndPoint address, string authority, string path)
    {
        Address = address;
        Authority = authority;
        Path = path;
    }

    public EndPoint Address { get; }

    /// <summary>The <c>Host</c> header.</summary>
    public string Authority { get; }

    /// <summary>What request paths start with: empty, or a path without a slash at its end.</summary>
    public string Path { get; }

    /// <exception cref="ConfigurationException">The value is not <c>host:port</c> or <c>host:port/path</c>.</exception>
    public static RuntimeApiEndpoint Parse(string value)
    {
        // What Lambda sets: to load the code that reads any address is a good part of a cold start.
        if (TryIPv4(value, out var usual))
            return new RuntimeApiEndpoint(usual, value, "");
        if (value.Contains("://", StringComparison.Ordinal) || value.AsSpan().ContainsAny('?', '#', '@')
            || !Uri.TryCreate("http://" + value, UriKind.Absolute, out var uri))
            throw new ConfigurationException(Variable, value, "host:port or host:port/path");
        EndPoint address = IPAddress.TryParse(uri.DnsSafeHost, out var ip) ? new IPEndPoint(ip, uri.Port) : new DnsEndPoint(uri.DnsSafeHost, uri.Port);
        return new RuntimeApiEndpoint(address, uri.Authority, uri.AbsolutePath.TrimEnd('/'));
    }

    static bool TryIPv4(string value, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        if (value.Split(':') is not [var host, var portText] || host.Split('.') is not { Length: 4 } parts
            || !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > IPEndPoint.MaxPort)
            return false;
        var bytes = new byte[4];
        for (var i = 0; i < bytes.Length; i++)
        {
            // A leading zero would make the number octal.
            if (parts[i] is ['0', _, ..] || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return false;
        }
        address = new IPEndPoint(new IPAddress(bytes), port);
        return true;
    }

    public override string ToString() => Authority + Path;
}
