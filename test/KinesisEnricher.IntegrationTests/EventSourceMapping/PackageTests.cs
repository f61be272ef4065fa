using System.IO.Compression;
using System.Text;
using KinesisEnricher.IntegrationTests.Bootstrap;
using KinesisEnricher.Local.InvokeApi;

namespace KinesisEnricher.IntegrationTests.EventSourceMapping;

public sealed class PackageTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kinesis-enricher-package-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_starts_and_answers_wherever_it_is_unzipped()
    {
        var zip = Path.Combine(_folder.FullName, "lambda.zip");
        await using (var package = new RunningProcess("dotnet", [Path.Combine(AppContext.BaseDirectory, "KinesisEnricher.Local.dll"), "package", "-o", zip], ("PackageSet", "portable")))
        {
            var (exitCode, printed, error) = await package.EndAsync();
            Assert.True(exitCode == 0, printed + error);
        }
        var unzipped = Path.Combine(_folder.FullName, "function");
        ZipFile.ExtractToDirectory(zip, unzipped);

        await using var server = RuntimeApiServer.Start(path: null);
        await using var process = new RunningProcess(Path.Combine(unzipped, "bootstrap"), [], ("AWS_LAMBDA_RUNTIME_API", server.Address + "/AnyName"));
        var answer = await server.InvokeAsync(new RuntimeInvocation("""{"Records":[]}"""u8.ToArray()));

        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Body.Span));
    }
}
