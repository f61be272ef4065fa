using System.Globalization;

namespace KinesisEnricher.Runtime.Configuration;

/// <summary>
/// Reads settings from environment variables. Blanks around a value are cut off, and an empty value counts as not set, because deployment templates set
/// variables that they have nothing for.
/// </summary>
public sealed class Settings(IReadOnlyDictionary<string, string> variables)
{
    /// <summary>The variable's text; null when it is not set.</summary>
    public string? Text(string name) => variables.TryGetValue(name, out var value) && value.AsSpan().Trim() is { IsEmpty: false } text ? text.ToString() : null;

    /// <summary>A text that must pass a test.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="isAllowed">The test.</param>
    /// <param name="allowed">What is allowed.</param>
    /// <exception cref="ConfigurationException">It does not pass.</exception>
    public string? Text(string name, Func<string, bool> isAllowed, string allowed) =>
        Text(name) is not { } value ? null : isAllowed(value) ? value : throw new ConfigurationException(name, value, allowed);

    /// <exception cref="ConfigurationException">The value is not an integer from <paramref name="min"/> to <paramref name="max"/>.</exception>
    public int Int(string name, int fallback, int min, int max)
    {
        if (Text(name) is not { } value)
            return fallback;
        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ConfigurationException(name, value, string.Create(CultureInfo.InvariantCulture, $"an integer from {min} to {max}"));
    }

    /// <exception cref="ConfigurationException">The value is neither true nor false, in any case.</exception>
    public bool Bool(string name, bool fallback) => OneOf(name, fallback, ("true", true), ("false", false));

    /// <summary>One of a list of words, in any case.</summary>
    /// <exception cref="ConfigurationException">The value is none of them.</exception>
    public T OneOf<T>(string name, T fallback, params (string Word, T Meaning)[] words)
    {
        if (Text(name) is not { } value)
            return fallback;
        foreach (var (word, meaning) in words)
        {
            if (word.Equals(value, StringComparison.OrdinalIgnoreCase))
                return meaning;
        }
        var allowed = new List<string>(words.Length);
        foreach (var (word, _) in words)
            allowed.Add(word);
        throw new ConfigurationException(name, value, string.Join(", ", allowed));
    }

    /// <summary>A list with commas between its items; empty items are left out. Null when the variable is not set.</summary>
    public IReadOnlyList<string>? List(string name) => Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="ConfigurationException">The value is not an absolute http or https address.</exception>
    public Uri? Address(string name)
    {
        if (Text(name) is not { } value)
            return null;
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new ConfigurationException(name, value, "an address that starts with http:// or https://");
    }
}
