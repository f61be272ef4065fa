using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace KinesisEnricher.Local.Commands;

/// <summary>Options whose values are words of a list, or numbers of a range. A wrong one is refused by name, with what is allowed.</summary>
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
            .. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))
                .Select(word => Find(result, name, word, choices)).OfType<(string Word, T Meaning)>().Select(choice => choice.Meaning),
        ],
    };

    /// <summary>An option that takes a number; without it, <paramref name="fallback"/>.</summary>
    public static Option<T> Number<T>(string name, string helpName, T min, T? max, T fallback, string description) where T : struct, INumber<T>
    {
        var option = Number(name, helpName, min, max, description);
        option.DefaultValueFactory = _ => fallback;
        return option;
    }

    /// <summary>An option that takes a number; without it, 0.</summary>
    /// <param name="name">The option.</param>
    /// <param name="helpName">What the number is called.</param>
    /// <param name="min">The lowest that is allowed.</param>
    /// <param name="max">The highest; null for any.</param>
    /// <param name="description">What it does.</param>
    public static Option<T> Number<T>(string name, string helpName, T min, T? max, string description) where T : struct, INumber<T> => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= min && (max is not { } highest || number <= highest))
                return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; allowed: {min} {(max is { } most ? $"to {most}" : "or more")}."));
            return default;
        },
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
