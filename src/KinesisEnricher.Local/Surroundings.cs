namespace KinesisEnricher.Local;

/// <summary>All that the program takes from the process around it, so that a test can stand in for it.</summary>
sealed record Surroundings
{
    /// <summary>Standard output: data and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream In { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where relative paths start.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Where the program lies, with a copy of the samples beside it.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>Columns of the terminal that <see cref="Out"/> is, 0 when it does not know; null when it is not one.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>The clock of the run, and of the pauses between attempts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>From 0 up to, not including, 1: the jitter of those pauses.</summary>
    public required Func<double> Random { get; init; }

    /// <summary>An absolute path for one that may start at the working directory.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, WorkingDirectory);

    /// <summary>The path as people see it: relative inside the working directory, absolute elsewhere.</summary>
    public string NameOf(string path)
    {
        var relative = Path.GetRelativePath(WorkingDirectory, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }
}
