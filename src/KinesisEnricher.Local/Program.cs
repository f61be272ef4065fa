using System.Runtime.InteropServices;
using System.Text;
using KinesisEnricher.Local;
using KinesisEnricher.Runtime.Configuration;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the run in order; the second ends the process.
    pressed.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
};

// So does being asked to end by whatever runs this: a batch in hand is finished.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    interrupted.Cancel();
});

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.OutputEncoding = utf8;
var output = new StreamWriter(Console.OpenStandardOutput(), utf8); // Flushed at the end; not closed, which would fail once more where it cannot be written.
return await LocalApp.RunAsync(args, new Surroundings
{
    // Lines and events come from several shards and invocations at once.
    Out = TextWriter.Synchronized(output),
    Error = Console.Error,
    In = Console.OpenStandardInput(),
    Environment = ProcessEnvironment.Read(),
    WorkingDirectory = Directory.GetCurrentDirectory(),
    ProgramDirectory = AppContext.BaseDirectory,
    TerminalWidth = Console.IsOutputRedirected ? null : Console.WindowWidth,
#pragma warning disable RS0030 // The start of the process is where the system's own randomness is injected.
    Random = Random.Shared.NextDouble,
#pragma warning restore RS0030
}, interrupted.Token);
