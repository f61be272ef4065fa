using System.Text;
using KinesisEnricher.Local.InvokeApi;

namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>As Lambda has it: nothing can be written but <c>/tmp</c>, and there is no home.</summary>
[Collection(nameof(Builds))]
public sealed class BareEnvironmentTests(PublishedFunction ordinary, NativeFunction native, SelfContainedFunction selfContained)
{
    [Fact]
    public Task Ordinary_build_handles_an_event() => HandlesAnEventAsync(ordinary);

    [Fact]
    public Task Native_build_handles_an_event() => HandlesAnEventAsync(native);

    [Fact]
    public Task Self_contained_build_handles_an_event() => HandlesAnEventAsync(selfContained);

    static async Task HandlesAnEventAsync(PublishedBuild build)
    {
        await using var server = RuntimeApiServer.Start();
        await using var process = StartBare(build, server.Address);

        var answering = server.InvokeAsync(new RuntimeInvocation(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "events/user-limits.json"))));
        var ended = process.EndAsync();
        if (await Task.WhenAny(answering, ended) == ended)
            Assert.Fail($"It ended: {await ended}");

        var answer = await answering;
        Assert.False(answer.IsError, Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Body.Span));
    }

    /// <summary>Other systems than Linux have no mounts of a process's own; there it is bare of variables only.</summary>
    static RunningProcess StartBare(PublishedBuild build, string address)
    {
        const string script = """
            mount --bind /tmp /tmp && mount -o remount,bind,ro / || exit 1
            if touch /written 2>/dev/null; then echo "The file system can be written." >&2; exit 1; fi
            cd / && exec env -i "$@"
            """;
        string[] command = [$"AWS_LAMBDA_RUNTIME_API={address}", $"DOTNET_ROOT={DotnetRoot}", .. build.Command];
        return OperatingSystem.IsLinux()
            ? new RunningProcess("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", script, "bare", .. command])
            : new RunningProcess("env", ["-i", .. command]);
    }

    /// <summary>Where the runtime lies that these tests run on. Lambda's image says so itself.</summary>
    static string DotnetRoot => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
}
