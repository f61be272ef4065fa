using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using DotnetPeer;

// Lambda's loop on HttpClient, as the official runtime client has it: ask for an invocation, handle it, answer.
using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation";
var serializer = new SourceGeneratorLambdaJsonSerializer<PeerJson>();
var handler = new Handler();

while (true)
{
    using var invocation = await http.GetAsync($"{api}/next");
    var id = invocation.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var input = new MemoryStream(await invocation.Content.ReadAsByteArrayAsync());
    var answer = await handler.HandleAsync(serializer.Deserialize<KinesisEvent>(input));
    var output = new MemoryStream();
    serializer.Serialize(answer, output);
    output.Position = 0;
    using var accepted = await http.PostAsync($"{api}/{id}/response", new StreamContent(output));
}
