using System.Text.Json;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Hosting;

/// <summary>
/// Reads secrets through the AWS Parameters and Secrets Lambda extension, which keeps them in memory and is asked over the loopback (AWS Secrets Manager User
/// Guide, "Use AWS Secrets Manager secrets in AWS Lambda functions").
/// </summary>
sealed class SecretsExtension
{
    readonly HttpClient _client;

    public SecretsExtension(IReadOnlyDictionary<string, string> variables)
    {
        var settings = new Settings(variables);
        var port = settings.Int("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", fallback: 2773, min: 1, max: 65_535);
        _client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        if (settings.Text("AWS_SESSION_TOKEN") is { } token)
            _client.DefaultRequestHeaders.Add("X-Aws-Parameters-Secrets-Token", token);
    }

    /// <param name="arn">The secret.</param>
    /// <param name="member">The member to take when the secret is a JSON object, as those that AWS rotates are; any other secret is taken as it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HttpRequestException">The extension is not there, or does not give the secret.</exception>
    /// <exception cref="InvalidDataException">The secret is not text, or has no such member.</exception>
    public async Task<string> ReadAsync(string arn, string member, CancellationToken cancellationToken)
    {
        var answer = await _client.GetByteArrayAsync(new Uri($"secretsmanager/get?secretId={Uri.EscapeDataString(arn)}", UriKind.Relative), cancellationToken);
        using var document = JsonDocument.Parse(answer);
        if (!document.RootElement.TryGetProperty("SecretString", out var text) || text.GetString() is not { } secret)
            throw new InvalidDataException($"The secret {arn} is not text.");
        if (!secret.StartsWith('{'))
            return secret;
        using var parts = JsonDocument.Parse(secret);
        return parts.RootElement.TryGetProperty(member, out var part) && part.GetString() is { } value
            ? value
            : throw new InvalidDataException($"The secret {arn} has no '{member}'.");
    }
}
