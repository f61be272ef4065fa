using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KinesisEnricher.Local.Packaging;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Commands;

/// <summary><c>package</c>: a zip to deploy, without AWS tools.</summary>
sealed class PackageCommand : Command, IHasExamples
{
    const string Project = "src/KinesisEnricher";

    readonly Surroundings _surroundings;
    readonly GlobalOptions _global;

    readonly Option<string> _output = new("--output", "-o") { Description = "The zip; lambda.zip by default.", HelpName = "FILE", DefaultValueFactory = _ => "lambda.zip" };

    readonly Option<PackageArchitecture> _architecture = Choices.Option(
        "--architecture", "The function's processor: x86_64 (the default) or arm64.", ("x86_64", PackageArchitecture.X64), ("arm64", PackageArchitecture.Arm64));

    public PackageCommand(GlobalOptions global, Surroundings surroundings) : base("package", "Publish the function and put it into a zip that Lambda takes.")
    {
        _global = global;
        _surroundings = surroundings;
        Add(_output);
        Add(_architecture);
        SetAction(RunAsync);
    }

    public string Examples =>
        """
        Examples (from the repository's folder):
          -- package
          -- package -o out/lambda.zip --architecture arm64

        It is built with the packages of Lambda's own (PackageSet=nuget) where the registry has them, else with the stand-ins, and says which.
        """;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_surroundings.PathOf(Project)))
            throw new UsageException($"{Project}: no such folder here. Run it from the repository's folder.");
        var verbose = _global.Read(parsed, _surroundings).Verbosity == Verbosity.Verbose;
        var folder = Directory.CreateTempSubdirectory("kinesis-enricher-package-");
        try
        {
            var runtime = parsed.GetValue(_architecture) == PackageArchitecture.Arm64 ? "linux-arm64" : "linux-x64";
            var set = await PublishAsync(runtime, folder.FullName, verbose, cancellationToken);
            var output = parsed.GetValue(_output)!;
            var path = _surroundings.PathOf(output);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var bytes = LambdaZip.Create(Path.Combine(folder.FullName, "out"), path);
            await _surroundings.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{output}   {bytes / 1e6:0.0} MB   {runtime}   PackageSet={set}"));
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The zip cannot be written: {e.Message}", e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The package set that it was built with.</returns>
    async Task<string> PublishAsync(string runtime, string folder, bool verbose, CancellationToken cancellationToken)
    {
        var chosen = _surroundings.Environment.GetValueOrDefault("PackageSet") is { Length: > 0 } set ? set : null;
        var (code, printed) = await DotnetAsync(runtime, folder, chosen ?? "nuget", cancellationToken);
        if (code != 0 && chosen is null && printed.Contains("NU1101", StringComparison.Ordinal))
        {
            await _surroundings.Error.WriteLineAsync(
                "The registry does not have Amazon.Lambda.*: built with PackageSet=portable, whose stand-ins and older Redis client are for trying out, not for production.");
            chosen = "portable";
            (code, printed) = await DotnetAsync(runtime, folder, chosen, cancellationToken);
        }
        if (verbose || code != 0)
            await _surroundings.Error.WriteLineAsync(printed.Trim());
        return code == 0 ? chosen ?? "nuget" : throw new UsageException($"dotnet publish {Project} failed with exit code {code}; see above.");
    }

    async Task<(int Code, string Printed)> DotnetAsync(string runtime, string folder, string set, CancellationToken cancellationToken)
    {
        // Build output of its own: the set that the working copy is built with stays as it is.
        string[] arguments =
        [
            "publish", Project, "-c", "Release", "-r", runtime, "-o", Path.Combine(folder, "out"), "--artifacts-path", Path.Combine(folder, $"build-{set}"),
            "--self-contained", "false", $"-p:PackageSet={set}", "-v", "quiet",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _surroundings.WorkingDirectory,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
