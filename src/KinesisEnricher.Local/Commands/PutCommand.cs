using System.CommandLine;
using System.Globalization;
using KinesisEnricher.Local.Rendering;
using KinesisEnricher.Local.Running;
using KinesisEnricher.Local.Streams;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>put</c>: sends events to a stream.</summary>
sealed class PutCommand : Command, IHasExamples
{
    const int ReportEvery = 1000;

    readonly GlobalOptions _global;
    readonly Surroundings _surroundings;
    readonly Argument<string[]> _files = new("FILE") { Description = "JSON lines, or a Lambda event such as a sample.", Arity = ArgumentArity.OneOrMore };

    readonly Option<string> _stream = new("--stream")
    {
        Description = $"The stream's name; {StreamAccess.DefaultStream} by default.", HelpName = "NAME", DefaultValueFactory = _ => StreamAccess.DefaultStream,
    };

    readonly Option<string> _key = new("--key")
    {
        Description = "Where in a line's JSON its partition key is. Without it each line has a key of its own, and no two lines an order.", HelpName = "PATH",
    };

    readonly Option<bool> _aggregate = new("--aggregate") { Description = "Pack the records as the Kinesis Producer Library does." };
    readonly Option<int> _rate = Choices.Number("--rate", "N", min: 1, max: null, "Records a second at most.");

    public PutCommand(GlobalOptions global, Surroundings surroundings) : base("put", "Send events to a stream.")
    {
        _global = global;
        _surroundings = surroundings;
        Add(_files);
        foreach (var option in new Option[] { _stream, _key, _aggregate, _rate })
            Add(option);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples (the stream is at AWS_ENDPOINT_URL_KINESIS or --endpoint-url):
          -- put events/user-limits.json
          -- put YOUR.jsonl --key payload.userId --stream orders --aggregate
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = _global.Read(parsed, _surroundings);
        var stream = parsed.GetValue(_stream)!;
        var (client, _) = await StreamAccess.OpenAsync(new Deployment(settings.Variables, _surroundings).Options, stream, _surroundings.Time, cancellationToken);
        using var disposed = client;
        var feed = new StreamFeed(client, stream, _surroundings.Time);
        var start = _surroundings.Time.GetTimestamp();
        var reader = new RecordFile(parsed.GetValue(_key));
        try
        {
            try
            {
                foreach (var name in parsed.GetValue(_files)!)
                {
                    foreach (var record in reader.Read(_surroundings.PathOf(name), name))
                    {
                        await (parsed.GetValue(_aggregate) ? feed.AggregateAsync(record, cancellationToken) : feed.AddAsync(record, cancellationToken));
                        await KeepRateAsync(parsed.GetValue(_rate), feed, start, cancellationToken);
                        if (feed.Records % ReportEvery == 0 && _surroundings.TerminalWidth is not null && settings.Verbosity != Verbosity.Quiet)
                            await _surroundings.Error.WriteAsync($"\r{Describe(feed, start)}");
                    }
                }
            }
            finally
            {
                // What was read before a bad line, or before Ctrl-C, is put all the same.
                await feed.FlushAsync(CancellationToken.None);
            }
        }
        finally
        {
            // The count says how far it came, whatever ended it.
            await _surroundings.Error.WriteAsync(_surroundings.TerminalWidth is null ? "" : "\r");
            await _surroundings.Out.WriteLineAsync($"{Describe(feed, start)} on {stream}");
        }
        return ExitCode.Done;
    }

    async ValueTask KeepRateAsync(int rate, StreamFeed feed, long start, CancellationToken cancellationToken)
    {
        if (rate == 0)
            return;
        var ahead = TimeSpan.FromSeconds((double)feed.Records / rate) - _surroundings.Time.GetElapsedTime(start);
        if (ahead <= TimeSpan.Zero)
            return;
        await feed.FlushAsync(cancellationToken);
        await Task.Delay(ahead, _surroundings.Time, cancellationToken);
    }

    string Describe(StreamFeed feed, long start)
    {
        var seconds = Math.Max(_surroundings.Time.GetElapsedTime(start).TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"put {feed.Records:N0} events as {feed.Put:N0} records, {feed.Records / seconds:N0} a second,");
    }
}
