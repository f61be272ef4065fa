using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Commands;

/// <summary>What the options of every command say.</summary>
/// <param name="Variables">The environment, with what options set in it.</param>
/// <param name="Verbosity">How much is told.</param>
/// <param name="Color">Whether in colour.</param>
sealed record GlobalSettings(IReadOnlyDictionary<string, string> Variables, Verbosity Verbosity, ColorChoice Color);
