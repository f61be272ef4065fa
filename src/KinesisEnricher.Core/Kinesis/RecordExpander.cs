namespace KinesisEnricher.Core.Kinesis;

/// <summary>Turns a batch's Kinesis records into user records, in event order: KPL aggregates are taken apart, payloads decompressed. One reader, one thread.</summary>
public sealed class RecordExpander(KinesisBatch batch) : IDisposable
{
    /// <summary>The next user record.</summary>
    /// <returns>False when there are no more.</returns>
    public bool TryRead(out ExpandedRecord record) => throw new NotImplementedException($"{batch}");

    /// <summary>Gives back the buffers of the user records read so far: their bytes must not be used any more.</summary>
    public void ReleaseBuffers() => throw new NotImplementedException();

    public void Dispose() => ReleaseBuffers();

    /// <summary>Decompressed bytes held since the last release.</summary>
    public long BufferedBytes => 0;
}
