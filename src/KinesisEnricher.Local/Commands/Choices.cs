using System.CommandLine;
using System.CommandLine.Parsing;

namespace KinesisEnricher.Local.Commands;

/// <summary>Options whose values are words of a list. A wrong one is refused by name, with the words that are allowed.</summary>
static class Choices
{
    /// <summary>An option that takes one word; without it, the type's default.</summary>
    public static Option<T> Option<T>(string name, string description, params (string Word, T Meaning)[] choices) where T : struct, Enum => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices.Select(c => c.Word)),
        CustomParser = result => Find(result, name, result.Tokens[0].Value, choices)?.Meaning ?? default,
    };

    /// <summary>An option that takes a list of words with commas between them; without it, null.</summary>
    public static Option<IReadOnlyList<T>> ListOption<T>(string name, string description, params (string Word, T Meaning)[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join(',', choices.Select(c => c.Word)),
        CustomParser = result =>
        [
            .. result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries)
                .Select(word => Find(result, name, word, choices)).OfType<(string Word, T Meaning)>().Select(choice => choice.Meaning),
        ],
    };

    static (string Word, T Meaning)? Find<T>(ArgumentResult result, string name, string word, (string Word, T Meaning)[] choices)
    {
        foreach (var choice in choices)
        {
            if (string.Equals(choice.Word, word, StringComparison.OrdinalIgnoreCase))
                return choice;
        }
        result.AddError($"{name} is '{word}'; allowed: {string.Join(", ", choices.Select(c => c.Word))}.");
        return null;
    }
}
