using System.Text.Json.Serialization;

namespace KinesisEnricher.Local.EventSourceMapping;

[JsonSerializable(typeof(string))]
sealed partial class TemplateJson : JsonSerializerContext;
