using System.Buffers;
using KinesisEnricher.Core.Kinesis;
using KinesisEnricher.Core.Lookups;
using KinesisEnricher.Core.Outputs;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Core.State;
using KinesisEnricher.Core.Strategies;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Hosting;

/// <summary>The function put together: every way in, Lambda's or a local one, ends in <see cref="ProcessAsync"/>. Safe for concurrent use.</summary>
public sealed class Enricher : IAsyncDisposable
{
    readonly DynamoDbTable? _table;
    readonly PipelinePorts _ports;
    readonly BatchProcessor _processor;

    Enricher(
        EnricherOptions options, DynamoDbTable? table, StrategyFactory strategies, PipelinePorts ports, IReadOnlyList<string> warnings, TimeProvider time, Func<double> random)
    {
        _table = table;
        Options = options;
        Strategies = strategies;
        Warnings = warnings;
        _ports = ports;
        _processor = new BatchProcessor(strategies, ports, PipelineOptionsOf(options), time, random);
    }

    public EnricherOptions Options { get; }

    public StrategyFactory Strategies { get; }

    /// <summary>What works, and yet is most likely not meant: a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <param name="options">What the deployment chose.</param>
    /// <param name="replace">Changes the ports that the options ask for, such as <c>ports => ports with { Sink = mine }</c>; the enricher closes them either way.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="random">Numbers from 0 to 1 for jitter; null for the system's.</param>
    /// <param name="report">Told, in a sentence, what goes wrong without failing a record, such as that Redis is down; null for nobody.</param>
    /// <exception cref="ConfigurationException">The options ask for something that cannot be had.</exception>
    public static Enricher Create(
        EnricherOptions options, Func<PipelinePorts, PipelinePorts>? replace = null, TimeProvider? time = null, Func<double>? random = null, Action<string>? report = null) =>
        Create(options, Ports.TableOf(options), replace, time, random, report);

    /// <summary>Takes a table that is connected to already, or about to be; null when the options want none.</summary>
    /// <inheritdoc cref="Create(EnricherOptions, Func{PipelinePorts, PipelinePorts}, TimeProvider, Func{double}, Action{string})"/>
    internal static Enricher Create(
        EnricherOptions options, DynamoDbTable? table, Func<PipelinePorts, PipelinePorts>? replace = null, TimeProvider? time = null, Func<double>? random = null,
        Action<string>? report = null)
    {
        time ??= TimeProvider.System;
        var registry = Families.AddTo(new StrategyRegistry());
        var strategies = new StrategyFactory(registry, options.Strategies, options.Variables);
        var ports = Ports.Create(options, table, registry, time, report);
        if (replace is not null)
            ports = replace(ports);
        if (options.Poison == PoisonPolicy.Fail)
            ports = ports with { Quarantine = null };
#pragma warning disable RS0030 // The composition root is where the system's own randomness is injected.
        return new Enricher(options, table, strategies, ports, StartUpWarnings.For(options, strategies, ports), time, random ?? Random.Shared.NextDouble);
#pragma warning restore RS0030
    }

    /// <summary>Handles a Lambda event from its bytes to the bytes of its answer.</summary>
    /// <param name="utf8Event">The event. It is changed: base64 is decoded in place. The result refers to it.</param>
    /// <param name="timeLeft">Time until the function is stopped; null when nobody knows.</param>
    /// <param name="response">Takes the answer: <c>{"batchItemFailures":[…]}</c>.</param>
    /// <param name="cancellationToken">Gives the batch up: what is not committed is delivered again.</param>
    /// <exception cref="InvalidKinesisEventException">The event is not a Kinesis event.</exception>
    /// <exception cref="BatchFailedException">The whole batch must be delivered again and the answer cannot say so.</exception>
    public async Task<BatchResult> HandleAsync(
        Memory<byte> utf8Event, TimeSpan? timeLeft, IBufferWriter<byte> response, CancellationToken cancellationToken = default)
    {
        var batch = KinesisEventReader.Read(utf8Event);
        var result = await ProcessAsync(batch, timeLeft, cancellationToken);
        KinesisResponseWriter.Write(response, result.Checkpoint, batch.WindowState);
        return result;
    }

    /// <summary>Handles the records of a Lambda event that was read already.</summary>
    /// <inheritdoc cref="BatchProcessor.ProcessAsync"/>
    public async Task<BatchResult> ProcessAsync(KinesisBatch batch, TimeSpan? timeLeft, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _processor.ProcessAsync(batch, timeLeft, cancellationToken);
        }
        finally
        {
            // A batch that asked the table for nothing may be done before it is connected: nothing is to be under way after the answer, which must not come too late for it.
            if (_table is not null)
                await _table.EndPreparationAsync(timeLeft is { } left ? TimeSpan.FromTicks(Math.Max(0, left.Ticks / 4)) : null, cancellationToken);
        }
    }

    /// <summary>Closes the ports that hold clients.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var port in new object?[] { _ports.State, _ports.LookUps, _ports.Sink, _ports.Quarantine })
        {
            if (port is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (port as IDisposable)?.Dispose();
        }
    }

    static PipelineOptions PipelineOptionsOf(EnricherOptions options) => new()
    {
        ChunkRecords = options.ChunkRecords,
        MaxParallelism = options.MaxParallelism,
        DeadlineMargin = options.DeadlineMargin,
        ThrowOnFailure = options.Failures == FailurePolicy.Throw,
    };
}
