using System.Text.Json;
using KinesisEnricher.Tests.Readme;

namespace KinesisEnricher.Tests.Deployment;

/// <summary>The files that deployment tools read beside the template.</summary>
public sealed class DefaultsTests
{
    const string FileName = "aws-lambda-tools-defaults.json";

    static IEnumerable<string> CodeUris => Template.OfType("AWS::Serverless::Function").Select(function => function.Properties.GetProperty("CodeUri").GetString()!).Distinct();

    public static TheoryData<string> Projects => new(CodeUris);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_project_has_its_defaults_with_the_packages_to_deploy(string codeUri)
    {
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, codeUri)));
        Assert.Equal("-p:PackageSet=nuget", Read($"{codeUri}/{FileName}").GetProperty("msbuild-parameters").GetString());
    }

    /// <summary>The tool looks for the template from the project's folder, once a location is named.</summary>
    [Fact]
    public void Root_names_the_project_and_from_there_the_template()
    {
        var defaults = Read(FileName);
        var project = defaults.GetProperty("project-location").GetString()!;

        Assert.Contains(project, CodeUris);
        Assert.Equal("-p:PackageSet=nuget", defaults.GetProperty("msbuild-parameters").GetString());
        Assert.Equal(
            Path.Combine(Repository.Root, "serverless.template"),
            Path.GetFullPath(Path.Combine(Repository.Root, project, defaults.GetProperty("template").GetString()!)));
        Assert.Equal(Template.Default(Template.Function.GetProperty("FunctionName")), defaults.GetProperty("function-name").GetString());
    }

    [Theory]
    [InlineData(FileName)]
    [InlineData("src/KinesisEnricher/" + FileName)]
    public void Defaults_are_the_template_s(string file)
    {
        var defaults = Read(file);

        Assert.Equal(Template.Default(Template.Function.GetProperty("Runtime")), defaults.GetProperty("function-runtime").GetString());
        Assert.Equal(Template.Default(Template.Function.GetProperty("Handler")), defaults.GetProperty("function-handler").GetString());
        Assert.Equal(Template.Default(Template.Function.GetProperty("Architectures")[0]), defaults.GetProperty("function-architecture").GetString());
        Assert.Equal(Template.Number(Template.Function.GetProperty("MemorySize")), defaults.GetProperty("function-memory-size").GetInt32());
        Assert.Equal(Template.Number(Template.Function.GetProperty("Timeout")), defaults.GetProperty("function-timeout").GetInt32());
        Assert.Contains($"<TargetFramework Condition=\"'$(TargetFramework)' == ''\">{defaults.GetProperty("framework").GetString()}</TargetFramework>", Repository.Read("Directory.Build.props"));
    }

    [Fact]
    public void Sam_builds_from_the_template() => Assert.Contains("template_file = \"serverless.template\"", Repository.Read("samconfig.toml"));

    static JsonElement Read(string file) => JsonDocument.Parse(Repository.Read(file)).RootElement;
}
