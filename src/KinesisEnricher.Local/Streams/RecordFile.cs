using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Local.Inputs;

namespace KinesisEnricher.Local.Streams;

/// <summary>Reads records to be put on a stream: JSON lines, or a Lambda event such as a sample.</summary>
/// <param name="keyPath">Where in a line's JSON its partition key is, names with dots between; null gives each line a key of its content.</param>
sealed class RecordFile(string? keyPath)
{
    readonly string[] _path = keyPath?.Split('.') ?? [];

    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="UsageException">It cannot be read, or a line has no key. The message names file and line.</exception>
    public IEnumerable<SourceRecord> Read(string path, string name)
    {
        using var file = Open(path, name);
        var first = file.ReadLine();
        if (first is not null && !IsLine(first))
            return ReadEvent(path, name);
        return ReadLines(path, name);
    }

    IEnumerable<SourceRecord> ReadLines(string path, string name)
    {
        using var file = Open(path, name);
        for (var number = 1; file.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return new SourceRecord(KeyOf(line, name, number), Encoding.UTF8.GetBytes(line));
        }
    }

    static IEnumerable<SourceRecord> ReadEvent(string path, string name)
    {
        const string Neither = "neither JSON lines nor a Kinesis event";
        var utf8 = File.ReadAllBytes(path);
        try
        {
            KinesisEventCheck.Check(utf8);
            // To Lambda an event without records is an empty one. Here it is an event of somebody's own that stands on several lines.
            if (!HasRecords(utf8))
                throw new UsageException($"{name}: {Neither}. JSON lines have an event on each line; a Kinesis event has Records.");
        }
        catch (Exception e) when (e is InvalidKinesisEventException or NotAKinesisEventException or JsonException)
        {
            throw new UsageException($"{name}: {Neither}. {e.Message}", e);
        }
        return [.. KinesisEventReader.Read(utf8).Records.Where(r => r.PartitionKey.Length > 0).Select(r => new SourceRecord(r.PartitionKey, r.Data))];
    }

    static bool HasRecords(byte[] utf8)
    {
        using var json = JsonDocument.Parse(utf8.AsMemory(utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        return json.RootElement.EnumerateObject().Any(member => string.Equals(member.Name, "Records", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A line is whole JSON, and no Lambda event, which may stand on one line.</summary>
    static bool IsLine(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("Records"u8, out var records) || records.ValueKind != JsonValueKind.Array;
        }
        catch (JsonException)
        {
            // The first line of indented JSON is a brace or little more; a line of poison is longer.
            return line.AsSpan().TrimStart('\uFEFF').Trim() is not ("{" or "[" or """{"Records":""" or """{ "Records": [""" or """{"Records":[""");
        }
    }

    string KeyOf(string line, string name, int number)
    {
        if (_path.Length == 0)
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 8));
        try
        {
            using var json = JsonDocument.Parse(line);
            var value = json.RootElement;
            foreach (var part in _path)
                value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(part, out var inner) ? inner : default;
            if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString() is { Length: > 0 and <= 256 } key)
                return key;
        }
        catch (JsonException e)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}: not JSON, so it has no {keyPath}. {e.Message}"), e);
        }
        throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}: {keyPath} is not a text or a number of 1 to 256 characters."));
    }

    static StreamReader Open(string path, string name)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                File.Exists(path) ? $"{name}: cannot be read. {e.Message}" : Directory.Exists(path) ? $"{name}: a folder, not a file." : $"{name}: no such file.", e);
        }
    }
}
