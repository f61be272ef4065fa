using System.CommandLine;
using System.Globalization;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Local.Administration;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>reference load</c>: puts reference data in the function's table.</summary>
sealed class ReferenceCommand : Command
{
    public ReferenceCommand(GlobalOptions global, Surroundings surroundings) : base("reference", "Work on the reference data in the function's table.")
    {
        Add(new LoadCommand(global, surroundings));
    }

    sealed class LoadCommand : Command, IHasExamples
    {
        readonly GlobalOptions _global;
        readonly Surroundings _surroundings;

        readonly Argument<string> _file = new("FILE")
        {
            Description = "A JSON object of look-up sources, each an object of keys and their values, such as events/reference.json.",
        };

        public LoadCommand(GlobalOptions global, Surroundings surroundings)
            : base("load", "Put a file's reference data in the table AWS_TABLE_NAME, in place of what is there under the same keys.")
        {
            _global = global;
            _surroundings = surroundings;
            Add(_file);
            SetAction(RunAsync);
        }

        public string Examples =>
            """
            Examples:
              -- reference load events/reference.json
              -- reference load events/reference.json --endpoint-url http://127.0.0.1:8000

            Exit codes: 0 done, 1 the table did not take it, 2 wrong usage or file, 130 Ctrl-C.
            """;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
        {
            var settings = _global.Read(parsed, _surroundings);
            var places = new AwsPlaces(settings.Variables, _surroundings.Time);
            var file = parsed.GetRequiredValue(_file);
            try
            {
                var reference = ReferenceFile.Load(_surroundings.PathOf(file));
                using var table = places.ConnectAdmin();
                var count = await table.LoadAsync(reference.Entries, cancellationToken);
                if (settings.Verbosity != Verbosity.Quiet)
                    await _surroundings.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} items in table {places.TableName}"));
                return ExitCode.Done;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new UsageException(e is InvalidDataException ? e.Message : $"{file} cannot be read. {e.Message}", e);
            }
        }
    }
}
