namespace KinesisEnricher.Sinks;

/// <summary>A place that the deployment names cannot be written to: it is not there, or the function may not.</summary>
/// <param name="variable">The variable that names it.</param>
/// <param name="name">Its name.</param>
/// <param name="fault">What AWS says.</param>
/// <param name="inner">The fault below.</param>
sealed class DestinationException(string variable, string name, string fault, Exception inner) : Exception($"{variable} '{name}': {fault}", inner);
