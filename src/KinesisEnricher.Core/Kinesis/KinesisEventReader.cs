namespace KinesisEnricher.Core.Kinesis;

/// <summary>Reads a Lambda event of a Kinesis event source mapping straight from its UTF-8 bytes.</summary>
public static class KinesisEventReader
{
    /// <param name="utf8Event">The event. It is changed: base64 is decoded in place, and the batch's records point into it, so keep it until the batch is done with.</param>
    /// <exception cref="InvalidKinesisEventException">The event is not JSON, not an object, or its <c>Records</c> is not a list.</exception>
    public static KinesisBatch Read(Memory<byte> utf8Event) => throw new NotImplementedException();
}
