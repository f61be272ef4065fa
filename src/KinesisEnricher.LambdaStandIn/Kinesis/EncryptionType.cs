namespace Amazon.Kinesis;

/// <summary>
/// A constant class as the AWS SDK makes them: JSON gives it as a text, and no serializer reads a text into it without a converter of its own.
/// </summary>
public class EncryptionType(string value)
{
    public static readonly EncryptionType KMS = new("KMS");
    public static readonly EncryptionType NONE = new("NONE");

    public string Value { get; } = value;

    public override string ToString() => Value;

    public static implicit operator EncryptionType(string value) => new(value);
}
