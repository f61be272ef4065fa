namespace KinesisEnricher.Runtime.RuntimeApi;

/// <summary>The handler's answer is larger than Lambda takes.</summary>
public sealed class ResponseTooLargeException(int bytes, int allowed) : Exception($"The response is {bytes} bytes; Lambda takes {allowed} at most.");
