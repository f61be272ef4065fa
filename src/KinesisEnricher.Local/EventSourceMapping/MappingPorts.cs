namespace KinesisEnricher.Local.EventSourceMapping;

/// <summary>What a mapping reads from and drives.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Function">The function.</param>
/// <param name="Checkpoints">Where it keeps how far it has come.</param>
/// <param name="OnFailure">Is told of batches that are given up; null when nobody is.</param>
/// <param name="Observer">Is told what happens.</param>
public sealed record MappingPorts(
    IStreamReader Stream, IFunctionInvoker Function, ICheckpoints Checkpoints, IOnFailureDestination? OnFailure, IMappingObserver Observer);
