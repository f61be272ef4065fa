namespace KinesisEnricher.Tests.Local;

/// <summary>What every command says of options that it cannot take.</summary>
public sealed class UsageTests
{
    public static TheoryData<string[], string> WrongUsage => new()
    {
        { ["run"], "run needs an event: a FILE, - for standard input, or --data JSON." },
        { ["run", "a.json", "--output", "xml"], "--output is 'xml'; allowed: text, json." },
        { ["run", "a.json", "--color", "blue"], "--color is 'blue'; allowed: auto, always, never." },
        { ["run", "a.json", "--fail-on", "failed,late"], "--fail-on is 'late'; allowed: failed, quarantined." },
        { ["run", "a.json", "--fault", "disk"], "--fault is 'disk'; allowed: store, sink, lookup, each alone or with :N, N from 1." },
        { ["run", "a.json", "--endpoint-url", "localhost"], "--endpoint-url is 'localhost'; allowed: an address that starts with http:// or https://." },
        { ["run", "a.json", "--strategies", ""], "--strategies is ''; allowed: names of families, with commas between them." },
        { ["run", "a.json", "--strategies", "user-limits,poker"], "--strategies is 'user-limits,poker'; allowed: a list, with commas, of user-limits" },
        { ["run", "a.json", "--outptu", "json"], "run has no option '--outptu'." },
        { ["run", "a.json", "-v", "-q"], "-v and -q are opposites; allowed: one of them." },
        { ["run", "a.json", "--data"], "--data" },
        { ["put", "a.json", "--rate", "x"], "--rate is 'x'; allowed: 1 or more." },
        { ["put", "a.json", "--rate", "0"], "--rate is '0'; allowed: 1 or more." },
        { ["up", "--shards", "51"], "--shards is '51'; allowed: 1 to 50." },
        { ["up", "--base-port", "x"], "--base-port is 'x'; allowed: 0 to 65000." },
        { ["serve", "--port", "65536"], "--port is '65536'; allowed: 0 to 65535." },
        { ["serve", "--runtime-port", "x"], "--runtime-port is 'x'; allowed: 0 to 65535." },
        { ["serve", "--timeout", "0"], "--timeout is '0'; allowed: 1 to 900." },
        { ["init", "--shards", "1.5"], "--shards is '1.5'; allowed: 1 to 100." },
        { ["poll", "--timeout", "NaN"], "--timeout is 'NaN'; allowed: 1 to 900." },
        { ["state", "list", "--limit", "0"], "--limit is '0'; allowed: 1 or more." },
        { ["replay", "s3://"], "s3://: the bucket is missing. Name it as s3://BUCKET/PREFIX." },
        { ["dance"], "dance" },
        { ["--dance"], "--dance" },
    };

    [Theory]
    [MemberData(nameof(WrongUsage))]
    public async Task Wrong_usage_says_what_is_allowed(string[] args, string message)
    {
        using var program = new CommandLine().With("a.json", "{}");

        var result = await program.RunAsync(args);

        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Out);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
