using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents;

namespace DotnetPeer;

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(StreamsEventResponse))]
[JsonSerializable(typeof(UserLimitEvent))]
partial class PeerJson : JsonSerializerContext;
