using System.CommandLine;
using KinesisEnricher.Local.Administration;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>state get</c> and <c>state list</c>: entities as the function's table has them.</summary>
sealed class StateCommand : Command
{
    public StateCommand(GlobalOptions global, Surroundings surroundings) : base("state", "Look at entities in the function's table.")
    {
        var output = Choices.Option(
            "--output", "text (the default) for people; json for programs: a document a line, and nothing else on standard output.",
            ("text", OutputFormat.Text), ("json", OutputFormat.Json));
        Add(new StateGetCommand(global, output, surroundings));
        Add(new StateListCommand(global, output, surroundings));
    }

    /// <summary>An item that cannot be read, in words.</summary>
    public static UsageException Unreadable(AwsPlaces places, FormatException e) => new($"Table {places.TableName}: {e.Message}", e);
}
