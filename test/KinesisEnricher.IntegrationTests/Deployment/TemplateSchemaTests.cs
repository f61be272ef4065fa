using System.Runtime.CompilerServices;
using KinesisEnricher.IntegrationTests.Bootstrap;

namespace KinesisEnricher.IntegrationTests.Deployment;

/// <summary>The template against AWS's own description of its resources, which an npm package holds.</summary>
public sealed class TemplateSchemaTests
{
    static readonly string Schemas = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "schemas"));

    [Fact]
    public async Task Types_properties_and_attributes_are_those_that_AWS_knows() => Assert.Equal("", await FaultsAsync(Template));

    [Theory]
    [InlineData("AWS::DynamoDB::Table", "AWS::DynamoDB::Tables", "Table: no type AWS::DynamoDB::Tables")]
    [InlineData("\"ECPUPerSecond\"", "\"EcpuPerSecond\"", "Cache.CacheUsageLimits: no property EcpuPerSecond")]
    [InlineData("\"PolicyDocument\": {", "\"Policy\": {", "PolicyDocument is missing")]
    [InlineData("\"BillingMode\": \"PAY_PER_REQUEST\"", "\"BillingMode\": 1", "Table.BillingMode: 1 is no string")]
    [InlineData("Endpoint.Port", "EndpointPort", "Cache has no attribute EndpointPort")]
    [InlineData("${OutputBucket.Arn}/*", "${OutputBucket.ARN}/*", "OutputBucket has no attribute ARN")]
    public async Task Slip_is_found(string right, string wrong, string fault)
    {
        Assert.Contains(right, Template, StringComparison.Ordinal);

        Assert.Contains(fault, await FaultsAsync(Template.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    static string Template => File.ReadAllText(Path.Combine(Repository.Root, "serverless.template"));

    /// <returns>A line for each; nothing when there are none.</returns>
    static async Task<string> FaultsAsync(string template)
    {
        Assert.True(Directory.Exists(Path.Combine(Schemas, "node_modules")), $"The schemas are not installed. Run ./test/run.sh, or npm ci in {Schemas}.");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, template);
            await using var check = new RunningProcess("node", [Path.Combine(Schemas, "check-template.js"), file]);
            var (exitCode, output, error) = await check.EndAsync();
            Assert.Equal(error.Length == 0, exitCode == 0);
            return output + error;
        }
        finally
        {
            File.Delete(file);
        }
    }

    static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
