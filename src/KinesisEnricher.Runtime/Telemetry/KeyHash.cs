using System.Security.Cryptography;
using System.Text;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>
/// Stands for a partition key in logs: lines of one key can be told from others, and found when the key is known. A pseudonym, not a secret: whoever can list all
/// keys can hash them too.
/// </summary>
public static class KeyHash
{
    const int Bytes = 6;

    /// <returns>12 hexadecimal digits, the first of the key's SHA-256 in UTF-8: <c>printf %s KEY | sha256sum | cut -c1-12</c>.</returns>
    public static string Of(string partitionKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(partitionKey), hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}
