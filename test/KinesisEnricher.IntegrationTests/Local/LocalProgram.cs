using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.Local;

namespace KinesisEnricher.IntegrationTests.Local;

/// <summary>The local program, in the repository's folder, with an environment of its own.</summary>
sealed class LocalProgram
{
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "S3RVER",
        ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
        ["AWS_REGION"] = "us-east-1",
    };

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
            WorkingDirectory = Repository.Root,
            ProgramDirectory = Repository.Root,
            Random = () => 0,
        });
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }
}
