using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace KinesisEnricher.Local.Commands;

/// <summary>The stock help, and a command's examples below it.</summary>
sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IHasExamples command)
            parseResult.InvocationConfiguration.Output.WriteLine(command.Examples);
        return code;
    }
}
