using System.Net;
using System.Text;

namespace KinesisEnricher.Tests.Runtime.Aws;

/// <summary>Stands in for the network: answers each request, and keeps what it was asked.</summary>
sealed class StubHandler(Func<string, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public StubHandler(params string[] answers) : this(InTurn(answers)) { }

    /// <summary>The bodies asked, in order.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Each request's <c>X-Amz-Target</c>.</summary>
    public List<string> Targets { get; } = [];

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Bodies.Add(body);
        Targets.Add(request.Headers.GetValues("X-Amz-Target").Single());
        return await answer(body, cancellationToken);
    }

    static Func<string, CancellationToken, Task<HttpResponseMessage>> InTurn(string[] answers)
    {
        var left = new Queue<string>(answers);
        return (_, _) => Task.FromResult(Json(left.Dequeue()));
    }
}
