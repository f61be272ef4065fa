using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.Local;

namespace KinesisEnricher.IntegrationTests.Local;

/// <summary>The local program, in the repository's folder unless told otherwise, with an environment of its own.</summary>
sealed class LocalProgram
{
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "S3RVER",
        ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
        ["AWS_REGION"] = "us-east-1",
    };

    public string WorkingDirectory { get; init; } = Repository.Root;

    /// <summary>As a process of its own.</summary>
    public RunningProcess Start(params string[] args) => new(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "KinesisEnricher.Local.dll"), .. args], WorkingDirectory, Environment.Select(variable => (variable.Key, variable.Value)));

    public async Task<(int Code, string[] Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await LocalApp.RunAsync(args, new Surroundings
        {
            Out = output,
            Error = error,
            In = Stream.Null,
            Environment = Environment,
            WorkingDirectory = WorkingDirectory,
            ProgramDirectory = Repository.Root,
            Random = () => 0,
        });
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }
}
