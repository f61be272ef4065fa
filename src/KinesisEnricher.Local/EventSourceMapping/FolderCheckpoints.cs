using System.Text.Json;
using System.Text.Json.Serialization;

namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>Checkpoints in a folder, a JSON file per shard, each replaced in one step: whenever the process ends, the last one saved is there.</summary>
/// <param name="path">The folder; made when the first is saved.</param>
public sealed class FolderCheckpoints(string path) : ICheckpoints
{
    const string Extension = ".json";

    /// <exception cref="InvalidDataException">A file is not a checkpoint; the message names it.</exception>
    public IReadOnlyList<ShardCheckpoint> Load() => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*" + Extension).Order(StringComparer.Ordinal).Select(Read)]
        : [];

    public void Save(ShardCheckpoint checkpoint)
    {
        Directory.CreateDirectory(path);
        var file = NameOf(checkpoint.ShardId);
        var aside = file + ".new";
        File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointJson.Default.ShardCheckpoint));
        File.Move(aside, file, overwrite: true);
    }

    public string NameOf(string shardId) => Path.Combine(path, shardId + Extension);

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
