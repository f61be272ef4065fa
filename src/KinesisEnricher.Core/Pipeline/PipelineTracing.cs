using System.Diagnostics;

namespace KinesisEnricher.Core.Pipeline;

/// <summary>Spans for whoever listens: an agent or a test. Without a listener none is made.</summary>
public static class PipelineTracing
{
    /// <summary>What a listener asks for.</summary>
    public const string SourceName = "KinesisEnricher";

    /// <summary>Where the spans of batches and their stages come from.</summary>
    public static ActivitySource Source { get; } = new(SourceName, typeof(PipelineTracing).Assembly.GetName().Version?.ToString(fieldCount: 3));

    internal static Activity? Start(Stage stage) => Source.HasListeners() ? Source.StartActivity(NameOf(stage)) : null;

    /// <summary>A stage's name in spans and figures.</summary>
    public static string NameOf(Stage stage) => stage switch
    {
        Stage.Expand => "expand",
        Stage.LookUp => "look-up",
        Stage.ReadState => "read-state",
        Stage.Enrich => "enrich",
        Stage.Emit => "emit",
        _ => "commit",
    };
}
