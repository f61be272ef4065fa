namespace KinesisEnricher.Runtime.Configuration;

/// <summary>A setting stops start-up. The message names the variable, its value and what is allowed.</summary>
public sealed class ConfigurationException : Exception
{
    /// <param name="variable">The environment variable.</param>
    /// <param name="value">Its value; null when it is not set.</param>
    /// <param name="allowed">What is allowed, such as <c>true, false</c>.</param>
    /// <param name="inner">The fault below, if any.</param>
    public ConfigurationException(string variable, string? value, string allowed, Exception? inner = null)
        : base($"{variable} is {(value is null ? "not set" : $"'{value}'")}; allowed: {allowed}.", inner)
    {
        Variable = variable;
        Value = value;
        Allowed = allowed;
    }

    public string Variable { get; }

    public string? Value { get; }

    public string Allowed { get; }
}
