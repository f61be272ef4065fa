using KinesisEnricher.Core.Kinesis;

namespace KinesisEnricher.Local.Inputs;

/// <summary>The folder <c>events/</c>: sample events, and the reference data that they look up.</summary>
static class Samples
{
    const string Folder = "events";
    const string Reference = "reference.json";

    /// <summary>
    /// The Kinesis events of the working directory's folder, by name; of the program's own copy when there are none. Files that are something else, and
    /// subfolders, are passed over.
    /// </summary>
    /// <param name="surroundings">Where to look.</param>
    /// <param name="unreadable">Is told of each file that may be meant as an event and cannot be read.</param>
    /// <exception cref="UsageException">There are none in either folder.</exception>
    public static IReadOnlyList<LambdaEvent> Find(Surroundings surroundings, Action<string> unreadable)
    {
        foreach (var folder in Folders(surroundings))
        {
            var events = Read(folder, surroundings, unreadable);
            if (events.Count > 0)
                return events;
        }
        throw new UsageException($"{Folder}/: no Kinesis event in {string.Join(" or ", Folders(surroundings))}. Name a file: run FILE.");
    }

    /// <summary>The reference data beside the samples, the working directory's first; null when there is none.</summary>
    public static string? FindReference(Surroundings surroundings) =>
        Folders(surroundings).Select(folder => Path.Combine(folder, Reference)).FirstOrDefault(File.Exists);

    static IEnumerable<string> Folders(Surroundings surroundings) =>
        new[] { surroundings.WorkingDirectory, surroundings.ProgramDirectory }.Select(d => Path.Combine(d, Folder)).Distinct(StringComparer.Ordinal);

    static List<LambdaEvent> Read(string folder, Surroundings surroundings, Action<string> unreadable)
    {
        var events = new List<LambdaEvent>();
        if (!Directory.Exists(folder))
            return events;
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = surroundings.NameOf(path);
            try
            {
                var utf8 = File.ReadAllBytes(path);
                events.Add(new LambdaEvent(name, utf8, KinesisEventCheck.Check(utf8)));
            }
            catch (NotAKinesisEventException)
            {
                // Reference data, say, or another service's sample.
            }
            catch (Exception e) when (e is InvalidKinesisEventException or IOException or UnauthorizedAccessException)
            {
                unreadable($"{name}: {e.Message}");
            }
        }
        return events;
    }
}
