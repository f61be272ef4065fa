namespace KinesisEnricher.Local;

/// <summary>What the program says to the shell.</summary>
static class ExitCode
{
    public const int Done = 0;

    /// <summary>The gate of <c>--fail-on</c>.</summary>
    public const int Gate = 1;

    /// <summary>What was asked for could not be done, or is not there.</summary>
    public const int NotDone = 1;

    /// <summary>A wrong option or setting, or an input that cannot be read or is not a Kinesis event.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
