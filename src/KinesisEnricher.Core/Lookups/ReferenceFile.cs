using System.Text.Json;

namespace KinesisEnricher.Core.Lookups;

/// <summary>
/// Reads reference data from a JSON file: an object of look-up sources, each an object of keys and their values, such as
/// <c>{"asset":{"vestas:WTG-17":{"asset_id":"A-17"}}}</c>. A key whose value is null counts as missing.
/// </summary>
public static class ReferenceFile
{
    /// <exception cref="InvalidDataException">The content is not in that shape. The message names the file, the place and what is expected there.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MemoryLookUpSource Load(string path) => Parse(File.ReadAllBytes(path), path);

    /// <inheritdoc cref="Load"/>
    /// <param name="utf8">The file's content.</param>
    /// <param name="name">What messages call it.</param>
    public static MemoryLookUpSource Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var found = new MemoryLookUpSource();
        var seen = new HashSet<LookUpKey>();
        try
        {
            var reader = new Utf8JsonReader(utf8.Span);
            reader.Read();
            Expect(JsonTokenType.StartObject, ref reader, name, "the file", "an object of look-up sources");
            while (NextMember(ref reader) is { } source)
            {
                Expect(JsonTokenType.StartObject, ref reader, name, $"'{source}'", "an object of keys and their values");
                while (NextMember(ref reader) is { } key)
                {
                    var at = new LookUpKey(source, key);
                    if (!seen.Add(at))
                        throw new InvalidDataException($"{name}: '{source}' has the key '{key}' twice.");
                    var start = (int)reader.TokenStartIndex;
                    var missing = reader.TokenType == JsonTokenType.Null;
                    reader.Skip();
                    if (!missing)
                        found.Set(at, utf8[start..(int)reader.BytesConsumed]);
                }
            }
            reader.Read();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{name}, line {e.LineNumber + 1}: the file is not JSON. {e.Message}", e);
        }
        catch (InvalidOperationException e) // How the reader says that a member's name is not text.
        {
            throw new InvalidDataException($"{name}: a name is not valid Unicode. {e.Message}", e);
        }
        return found;
    }

    /// <summary>Goes to the next member's value and gives its name; null at the end of the object.</summary>
    static string? NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        var member = reader.GetString();
        reader.Read();
        return member;
    }

    static void Expect(JsonTokenType type, ref Utf8JsonReader reader, string file, string place, string expected)
    {
        if (reader.TokenType != type)
            throw new InvalidDataException($"{file}: {place} must be {expected}, not {reader.TokenType}.");
    }
}
