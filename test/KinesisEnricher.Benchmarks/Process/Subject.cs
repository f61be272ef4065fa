namespace KinesisEnricher.Benchmarks.Process;

/// <summary>A program to measure: anything that speaks the Lambda Runtime API.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Command">The program and its arguments.</param>
sealed record Subject(string Name, string[] Command)
{
    /// <summary>Variables that it gets beside the Runtime API's address.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public Subject With(string name, string value) => this with { Environment = new Dictionary<string, string>(Environment) { [name] = value } };
}
