namespace KinesisEnricher.Local.Commands;

/// <summary>A command whose help ends with examples.</summary>
interface IHasExamples
{
    string Examples { get; }
}
