namespace KinesisEnricher.TurbineStatus;

/// <summary>How one vendor's turbines report their status.</summary>
/// <param name="name">The vendor, as events name it in any case.</param>
/// <param name="signal">The name of the signal that holds the status.</param>
abstract class TurbineVendor(string name, string signal)
{
    public string Name => name;
    public string Signal => signal;

    /// <summary>The part that stands for the vendor in look-up keys.</summary>
    public string Key { get; } = name.ToLowerInvariant();

    /// <summary>The raw status as the status table has it.</summary>
    /// <param name="text">The signal's text, not blank; a number's has neither exponent nor trailing zeros.</param>
    public abstract string RawStatusOf(string text);
}
