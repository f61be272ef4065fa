using System.Text;
using System.Text.Json;
using KinesisEnricher.Runtime.RuntimeApi;

namespace KinesisEnricher.Tests.Runtime;

public class RuntimeApiClientTests
{
    [Fact]
    public async Task Invocation_carries_what_the_headers_say()
    {
        await using var server = new ScriptedServer(ScriptedServer.Next("{\"a\":1}",
            "Lambda-Runtime-Deadline-Ms: 1542409706888\r\nLambda-Runtime-Trace-Id: Root=1-5bef4de7\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:x\r\n"));
        using var client = ClientOf(server.Address);

        using var invocation = await client.NextAsync(default);

        Assert.Equal("id-1", invocation.RequestId);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1542409706888), invocation.Deadline);
        Assert.Equal("Root=1-5bef4de7", invocation.TraceId);
        Assert.Equal("arn:aws:lambda:x", invocation.FunctionArn);
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(invocation.Event.Span));
        Assert.Equal("GET /2018-06-01/runtime/invocation/next HTTP/1.1", server.Requests[0].Line);
    }

    [Theory]
    [InlineData("lambda-runtime-aws-request-id", "lambda-runtime-deadline-ms")]
    [InlineData("LAMBDA-RUNTIME-AWS-REQUEST-ID", "LAMBDA-RUNTIME-DEADLINE-MS")]
    public async Task Headers_are_read_in_any_case(string id, string deadline)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer("200 OK", "{}", $"{id}: id-9\r\n{deadline}: 1\r\n"));
        using var client = ClientOf(server.Address);

        using var invocation = await client.NextAsync(default);

        Assert.Equal("id-9", invocation.RequestId);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(1), invocation.Deadline);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Lambda-Runtime-Deadline-Ms:\r\n")]
    [InlineData("Lambda-Runtime-Deadline-Ms: soon\r\n")]
    [InlineData("Lambda-Runtime-Deadline-Ms: 9223372036854775807\r\n")]
    public async Task Missing_deadline_is_unknown(string headers)
    {
        await using var server = new ScriptedServer(ScriptedServer.Next(headers: headers));
        using var client = ClientOf(server.Address);

        using var invocation = await client.NextAsync(default);

        Assert.Null(invocation.Deadline);
        Assert.Null(invocation.TimeLeft(TimeProvider.System));
        Assert.Null(invocation.TraceId);
    }

    [Fact]
    public async Task Chunked_event_is_read_whole()
    {
        await using var server = new ScriptedServer(
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n");
        using var client = ClientOf(server.Address);

        using var invocation = await client.NextAsync(default);

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(invocation.Event.Span));
    }

    [Fact]
    public async Task Requests_share_one_connection_and_carry_the_path()
    {
        await using var server = new ScriptedServer(ScriptedServer.Next(), ScriptedServer.Answer("202 Accepted"), ScriptedServer.Answer("202 Accepted"));
        using var client = ClientOf($"{server.Address}/MyFunction");

        using (await client.NextAsync(default))
        await client.RespondAsync("id-1", "{\"ok\":true}"u8.ToArray());
        await client.FailAsync("id-2", new InvalidOperationException("no"));

        Assert.Equal(1, server.Connections);
        Assert.Equal(("GET /MyFunction/2018-06-01/runtime/invocation/next HTTP/1.1", ""), (server.Requests[0].Line, server.Requests[0].Body));
        Assert.Equal(("POST /MyFunction/2018-06-01/runtime/invocation/id-1/response HTTP/1.1", "{\"ok\":true}", "application/json", null), server.Requests[1]);
        Assert.Equal("POST /MyFunction/2018-06-01/runtime/invocation/id-2/error HTTP/1.1", server.Requests[2].Line);
    }

    [Fact]
    public async Task Error_is_posted_with_its_type_message_and_content_type()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer("202 Accepted"), ScriptedServer.Answer("202 Accepted"));
        using var client = ClientOf(server.Address);

        await client.FailAsync("id-1", new InvalidOperationException("no stock"));
        await client.FailInitAsync(new FormatException("bad"));

        var (line, body, contentType, errorType) = server.Requests[0];
        Assert.EndsWith("/invocation/id-1/error HTTP/1.1", line, StringComparison.Ordinal);
        Assert.Equal("application/vnd.aws.lambda.error+json", contentType);
        Assert.Equal("Function.InvalidOperationException", errorType);
        Assert.Equal("no stock", JsonDocument.Parse(body).RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("POST /2018-06-01/runtime/init/error HTTP/1.1", server.Requests[1].Line);
        Assert.Equal("Init.FormatException", server.Requests[1].ErrorType);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n" + ScriptedServer.Close)]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" + ScriptedServer.Close)]
    public async Task Connection_that_was_closed_meanwhile_is_opened_again(string? second)
    {
        await using var server = new ScriptedServer(ScriptedServer.Next(), second, ScriptedServer.Answer("202 Accepted"));
        using var client = ClientOf(server.Address);
        using (await client.NextAsync(default))

        await client.RespondAsync("id-1", "{}"u8.ToArray());
        if (second is not null)
            await client.RespondAsync("id-2", "{}"u8.ToArray());

        Assert.Equal(2, server.Connections);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Connection_that_closes_without_an_answer_twice_is_given_up()
    {
        await using var server = new ScriptedServer(ScriptedServer.Next(), null, null, ScriptedServer.Next());
        using var client = ClientOf(server.Address);
        using (await client.NextAsync(default))

        await Assert.ThrowsAsync<RuntimeApiException>(() => client.NextAsync(default));

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Answer_that_breaks_off_is_not_asked_for_again()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Next(), "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf" + ScriptedServer.Close, ScriptedServer.Next());
        using var client = ClientOf(server.Address);
        using (await client.NextAsync(default))

        await Assert.ThrowsAsync<RuntimeApiException>(() => client.NextAsync(default));

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops", 500, "oops")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", 403, "403")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", null, "Request-Id")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", null, "SSH-2.0")]
    [InlineData("HTTP/1.1 huh?\r\n\r\n", null, "huh?")]
    public async Task Refusal_says_what_came_back(string answer, int? status, string shown)
    {
        await using var server = new ScriptedServer(answer);
        using var client = ClientOf(server.Address);

        var fault = await Assert.ThrowsAsync<RuntimeApiException>(() => client.NextAsync(default));

        Assert.Equal(status, fault.Status);
        Assert.Contains(server.Address, fault.Message, StringComparison.Ordinal);
        Assert.Contains(shown, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_told_with_the_address()
    {
        string address;
        await using (var gone = new ScriptedServer())
            address = gone.Address;
        using var client = ClientOf(address);

        var fault = await Assert.ThrowsAsync<RuntimeApiException>(() => client.NextAsync(default));

        Assert.Null(fault.Status);
        Assert.Contains(address, fault.Message, StringComparison.Ordinal);
    }

    static RuntimeApiClient ClientOf(string address) => new(RuntimeApiEndpoint.Parse(address));
}
