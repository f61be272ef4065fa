using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Amazon.Runtime;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Local.Commands;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Local;

/// <summary>The program, without the process around it.</summary>
static class LocalApp
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(LocalApp).Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <param name="args">The command line.</param>
    /// <param name="surroundings">What stands in for the process.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken cancellationToken = default)
    {
        try
        {
            return await InvokeAsync(new EnricherCommand(surroundings).Parse(args, new ParserConfiguration
            {
                // A name that starts with @ is a name.
                ResponseFileTokenReplacer = null,
            }), surroundings, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is UsageException or ConfigurationException)
        {
            await TryAsync(() => surroundings.Error.WriteLineAsync(e.Message));
            return ExitCode.Usage;
        }
        // The last two: the output, or a file beside what was asked for, such as the mark of a replayed record.
        catch (Exception e) when (e is DynamoDbException or KinesisException or AmazonServiceException or AmazonClientException or HttpRequestException
            or IOException or UnauthorizedAccessException)
        {
            await TryAsync(() => surroundings.Error.WriteLineAsync(e.Message));
            return ExitCode.NotDone;
        }
        finally
        {
            await TryAsync(surroundings.Out.FlushAsync);
            await TryAsync(surroundings.Error.FlushAsync);
        }
    }

    /// <summary>Writes where perhaps nobody can read any more.</summary>
    static async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nowhere to say so.
        }
    }

    /// <summary>The commands as they were given, each with a blank behind it; nothing for the program itself.</summary>
    static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)}{command.Command.Name} " : "";

    static Task<int> InvokeAsync(ParseResult command, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // Help and version have an action of their own, whatever else is wrong.
        if (command.Action is ParseErrorAction)
        {
            throw new UsageException(
                $"{string.Join('\n', command.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))}\nHelp: -- {PathOf(command.CommandResult)}-h");
        }
        return command.InvokeAsync(
            new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                // Ctrl-C arrives by the token.
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
    }
}
