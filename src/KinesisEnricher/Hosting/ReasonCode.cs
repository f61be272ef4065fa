using System.Buffers;
using KinesisEnricher.DynamoDb;
using KinesisEnricher.Sinks;

namespace KinesisEnricher.Hosting;

/// <summary>
/// What of a record's reason can be logged whatever the event holds: the words before its first colon, and the type of the exception behind it. What follows may
/// quote the event, unless the exception is one of those that speak of the deployment alone: they say which variable to set.
/// </summary>
static class ReasonCode
{
    const int MaxLength = 64;
    const int MaxDigits = 3;

    static readonly SearchValues<char> Words = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -,'");
    static readonly SearchValues<char> TypeName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_`");

    /// <returns>
    /// <c>schema</c> of <c>schema: no userId</c>, <c>state: TimeoutException</c> of <c>state: TimeoutException: …</c>, all of
    /// <c>state: DynamoDbAccessException: There is no table…</c>, a reason without a colon when it is nothing but words; null where there is nothing to show.
    /// </returns>
    public static string? Of(string? reason)
    {
        if (reason is null)
            return null;
        var colon = reason.IndexOf(':');
        var head = colon < 0 ? reason.AsSpan() : reason.AsSpan(0, colon);
        if (head.Length is 0 or > MaxLength || (head.ContainsAnyExcept(Words) && !(colon > 0 && IsCode(head))))
            return null;
        if (colon < 0)
            return reason;
        var cause = reason.AsSpan(colon + 1).TrimStart();
        var end = cause.IndexOf(':');
        if (end > 0)
            cause = cause[..end];
        if (end > 0 && cause is nameof(DynamoDbAccessException) or nameof(DestinationException))
            return reason;
        var isSafe = cause is "timed out" || (end > 0 && cause.EndsWith("Exception") && !cause.ContainsAnyExcept(TypeName));
        return isSafe ? $"{head}: {cause}" : head.ToString();
    }

    /// <summary>Such as <c>too-large</c>, <c>base64</c> or a family's <c>202</c>; more digits would be somebody's number.</summary>
    static bool IsCode(ReadOnlySpan<char> head)
    {
        var digits = 0;
        foreach (var c in head)
        {
            if (char.IsAsciiDigit(c))
                digits++;
            else if (!char.IsAsciiLetterLower(c) && c != '-')
                return false;
        }
        return digits <= MaxDigits;
    }
}
