using System.CommandLine;
using System.CommandLine.Invocation;

namespace KinesisEnricher.Local.Commands;

/// <summary>Shows this program's version: the stock action shows that of whatever started the process.</summary>
sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(LocalApp.Version);
        return ExitCode.Done;
    }
}
