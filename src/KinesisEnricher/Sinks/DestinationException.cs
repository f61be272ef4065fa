namespace KinesisEnricher.Sinks;

/// <summary>
/// A place that the deployment names cannot be written to: it is not there, or the function may not use it or cannot reach it. The message never quotes an
/// event, so that it can be logged.
/// </summary>
/// <param name="variable">The variable that names it.</param>
/// <param name="name">Its name.</param>
/// <param name="address">Where it was looked for.</param>
/// <param name="fault">What AWS says, and what to look at.</param>
/// <param name="inner">The fault below.</param>
sealed class DestinationException(string variable, string name, string address, string fault, Exception inner)
    : Exception($"{variable} '{name}' at {address}: {fault}", inner)
{
    public const string CheckRights = "Check the function's role, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.";
}
