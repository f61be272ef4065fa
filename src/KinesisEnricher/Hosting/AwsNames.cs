using System.Buffers;

namespace KinesisEnricher.Hosting;

/// <summary>What AWS lets names look like, so that a slip shows at start-up and not with the first record.</summary>
static class AwsNames
{
    public const string Table = "a DynamoDB table's name (3 to 255 of a-z, A-Z, 0-9, '_', '.', '-') or its ARN";
    public const string Stream = "a Kinesis stream's name (1 to 128 of a-z, A-Z, 0-9, '_', '.', '-')";
    public const string Bucket = "an S3 bucket's name (3 to 63 of a-z, 0-9, '.', '-')";
    public const string SecretArn = "a secret's ARN (arn:…:secretsmanager:…)";

    static readonly SearchValues<char> Usual = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    static readonly SearchValues<char> Lower = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    public static bool IsTable(string name) => Is(name, 3, 255, Usual) || IsArn(name, "dynamodb");

    public static bool IsStream(string name) => Is(name, 1, 128, Usual);

    public static bool IsBucket(string name) => Is(name, 3, 63, Lower);

    public static bool IsSecretArn(string name) => IsArn(name, "secretsmanager");

    static bool Is(string name, int min, int max, SearchValues<char> allowed) =>
        name.Length >= min && name.Length <= max && !name.AsSpan().ContainsAnyExcept(allowed);

    static bool IsArn(string name, string service) => name.Split(':') is ["arn", { Length: > 0 }, var of, _, _, { Length: > 0 }, ..] && of == service;
}
