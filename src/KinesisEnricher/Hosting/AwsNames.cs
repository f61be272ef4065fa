namespace KinesisEnricher.Hosting;

/// <summary>What AWS lets names look like, so that a slip shows at start-up and not with the first record.</summary>
static class AwsNames
{
    public const string Table = "a DynamoDB table's name (3 to 255 of a-z, A-Z, 0-9, '_', '.', '-') or its ARN";
    public const string Stream = "a Kinesis stream's name (1 to 128 of a-z, A-Z, 0-9, '_', '.', '-')";
    public const string Bucket = "an S3 bucket's name (3 to 63 of a-z, 0-9, '.', '-')";
    public const string SecretArn = "a secret's ARN (arn:…:secretsmanager:…)";
    public const string Dimension = "a value of a CloudWatch dimension (1 to 255 printable ASCII characters)";

    public static bool IsTable(string name) => Is(name, 3, 255, IsUsual) || IsArn(name, "dynamodb");

    public static bool IsStream(string name) => Is(name, 1, 128, IsUsual);

    public static bool IsBucket(string name) => Is(name, 3, 63, IsLower);

    public static bool IsSecretArn(string name) => IsArn(name, "secretsmanager");

    /// <summary>CloudWatch drops metrics with others without a word.</summary>
    public static bool IsDimension(string value) => Is(value, 1, 255, c => c is >= ' ' and <= '~');

    // Not SearchValues, which are compiled for the processor at every cold start.
    static bool Is(string name, int min, int max, Predicate<char> isAllowed) =>
        name.Length >= min && name.Length <= max && Array.TrueForAll(name.ToCharArray(), isAllowed);

    static bool IsUsual(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    static bool IsLower(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-';

    static bool IsArn(string name, string service) => name.Split(':') is ["arn", { Length: > 0 }, var of, _, _, { Length: > 0 }, ..] && of == service;
}
