using System.Text;
using KinesisEnricher.Local;
using KinesisEnricher.Testing;
using KinesisEnricher.Tests.Outputs;

namespace KinesisEnricher.Tests.Local;

/// <summary>The program in a folder of its own, with everything else that a process has made up.</summary>
sealed class CommandLine : IDisposable
{
    readonly TempFolder _folder = new();

    public Dictionary<string, string> Environment { get; } = [];

    public int? TerminalWidth { get; set; }

    public Stream In { get; set; } = Stream.Null;

    /// <summary>Where the output goes, instead of into the result.</summary>
    public TextWriter? Out { get; set; }

    public string WorkingDirectory { get; }

    public string ProgramDirectory { get; }

    public CommandLine()
    {
        WorkingDirectory = Directory.CreateDirectory(Path.Combine(_folder.Path, "work")).FullName;
        ProgramDirectory = Directory.CreateDirectory(Path.Combine(_folder.Path, "program")).FullName;
    }

    public CommandLine With(string file, KinesisEventBuilder content) => With(file, content.Build());

    public CommandLine With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public CommandLine With(string file, byte[] content)
    {
        var path = Path.Combine(WorkingDirectory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return this;
    }

    public async Task<CommandResult> RunAsync(params string[] args) => await RunAsync(CancellationToken.None, args);

    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await LocalApp.RunAsync(
            args,
            new Surroundings
            {
                Out = Out ?? output,
                Error = error,
                In = In,
                Environment = Environment,
                WorkingDirectory = WorkingDirectory,
                ProgramDirectory = ProgramDirectory,
                TerminalWidth = TerminalWidth,
                Time = new ManualTimeProvider(),
                Random = () => 0,
            },
            cancellationToken);
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Dispose();
}
