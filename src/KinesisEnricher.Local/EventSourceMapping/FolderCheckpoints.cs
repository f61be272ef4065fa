using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Checkpoints in a folder, a JSON file per shard, each replaced in one step: whenever the process ends, the last one saved is there.</summary>
/// <param name="path">The folder; made when the first is saved.</param>
public sealed class FolderCheckpoints(string path) : ICheckpoints
{
    const string Extension = ".json";

    /// <exception cref="InvalidDataException">A file is not a checkpoint; the message names it.</exception>
    /// <exception cref="UsageException">They cannot be read; the message names the folder.</exception>
    public IReadOnlyList<ShardCheckpoint> Load()
    {
        try
        {
            return Directory.Exists(path)
                ? [.. Directory.EnumerateFiles(path, "*" + Extension).Order(StringComparer.Ordinal).Select(Read)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotKept(e);
        }
    }

    /// <exception cref="UsageException">It cannot be written; the message names the folder.</exception>
    public void Save(ShardCheckpoint checkpoint)
    {
        try
        {
            Directory.CreateDirectory(path);
            var file = NameOf(checkpoint.ShardId);
            var aside = file + ".new";
            File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointJson.Default.ShardCheckpoint));
            File.Move(aside, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotKept(e);
        }
    }

    public string NameOf(string shardId) => Path.Combine(path, shardId + Extension);

    UsageException NotKept(Exception e) => new($"Checkpoints cannot be kept in {path}: {e.Message}", e);

    static ShardCheckpoint Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), CheckpointJson.Default.ShardCheckpoint)
                ?? throw new InvalidDataException($"{file} is not a checkpoint. Delete it to begin the shard again.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is not a checkpoint: {e.Message} Delete it to begin the shard again.", e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ShardCheckpoint))]
sealed partial class CheckpointJson : JsonSerializerContext;
