using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using KinesisEnricher.Runtime.Aws;
using KinesisEnricher.Testing;

namespace KinesisEnricher.Tests.Runtime.Aws;

/// <summary>Answers that AWS published: cases of its Signature Version 4 test suite, with the credentials, clock, region and service that the suite has.</summary>
public sealed class RequestSignerTests
{
    const string AccessKey = "AKIDEXAMPLE";
    const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const string Scope = "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

    const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2"
        + "wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx"
        + "3iSIlTJabIQwj2ICCR/oLxBA==";

    static readonly DateTimeOffset Now = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Fact]
    public async Task Post_vanilla_has_the_published_signature()
    {
        using var request = Request();

        await SignAsync(request, new BasicAWSCredentials(AccessKey, SecretKey), "");

        Assert.Equal("20150830T123600Z", Header(request, "X-Amz-Date"));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 {Scope}, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            Header(request, "Authorization"));
    }

    [Fact]
    public async Task Post_x_www_form_urlencoded_has_the_published_signature()
    {
        const string body = "Param1=value1";
        using var request = Request();
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        await SignAsync(request, new BasicAWSCredentials(AccessKey, SecretKey), body);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 {Scope}, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            Header(request, "Authorization"));
    }

    [Fact]
    public async Task Post_sts_header_before_has_the_published_signature()
    {
        using var request = Request();

        await SignAsync(request, new SessionAWSCredentials(AccessKey, SecretKey, Token), "");

        Assert.Equal(Token, Header(request, "X-Amz-Security-Token"));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 {Scope}, SignedHeaders=host;x-amz-date;x-amz-security-token, "
            + "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
            Header(request, "Authorization"));
    }

    [Theory]
    [InlineData("get-vanilla-query-order-key-case", "?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-order-value", "?Param1=value2&Param1=value1", "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694")]
    [InlineData("get-vanilla-empty-query-key", "?Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("get-vanilla-query-unreserved", $"?{Unreserved}={Unreserved}", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("get-vanilla-utf8-query", "?ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("get-unreserved", Unreserved, "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    public async Task Get_has_the_published_signature(string published, string url, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://example.amazonaws.com/{url}");

        await SignAsync(request, new BasicAWSCredentials(AccessKey, SecretKey), "");

        Assert.True(Header(request, "Authorization").EndsWith($"Signature={signature}", StringComparison.Ordinal), published);
    }

    /// <summary>What AWS publishes has no such path. Its rule: each segment of what is sent is encoded once more, the colon too.</summary>
    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:enricher/invocations", "6ed38ea77d0eed40bfe4f40bf2fff94644f6982875b9d5210d7918158146bd9a")]
    [InlineData(
        "arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Aenricher/invocations?Qualifier=prod", "aadcfe7ae2ae22b7d9e81453ec70e054e0849f574307e1f88e620b31b6112d20")]
    public async Task Path_of_a_function_is_signed_with_its_segments_encoded_once_more(string function, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://example.amazonaws.com/2015-03-31/functions/{function}");

        await SignAsync(request, new BasicAWSCredentials(AccessKey, SecretKey), "");

        Assert.EndsWith($"Signature={signature}", Header(request, "Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_is_signed_with_a_port_of_its_own_as_it_is_sent()
    {
        using var plain = Request();
        using var other = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com:8443/");
        using var standard = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com:443/");
        foreach (var request in new[] { plain, other, standard })
            await SignAsync(request, new BasicAWSCredentials(AccessKey, SecretKey), "");

        Assert.Equal(Header(plain, "Authorization"), Header(standard, "Authorization"));
        Assert.NotEqual(Header(plain, "Authorization"), Header(other, "Authorization"));
    }

    static HttpRequestMessage Request() => new(HttpMethod.Post, "https://example.amazonaws.com/");

    static Task SignAsync(HttpRequestMessage request, AWSCredentials credentials, string body) =>
        new RequestSigner(credentials, "us-east-1", "service", new ManualTimeProvider(Now)).SignAsync(request, Encoding.UTF8.GetBytes(body));

    static string Header(HttpRequestMessage request, string name) => Assert.Single(request.Headers.NonValidated[name]);
}
