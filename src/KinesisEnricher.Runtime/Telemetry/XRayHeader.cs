using System.Diagnostics;

namespace KinesisEnricher.Runtime.Telemetry;

/// <summary>Reads the X-Ray trace header: <c>Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1</c>.</summary>
public static class XRayHeader
{
    const int EpochDigits = 8;
    const int RootDigits = 24;
    const int ParentDigits = 16;

    /// <param name="header">The header; null is none.</param>
    /// <param name="parent">The span that the header names, with X-Ray's trace id in the form of W3C.</param>
    /// <returns>False when it names none: it lacks a root or a parent, or is malformed.</returns>
    public static bool TryParse(string? header, out ActivityContext parent)
    {
        parent = default;
        string? trace = null, span = null;
        var flags = ActivityTraceFlags.None;
        foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("Root=1-", StringComparison.OrdinalIgnoreCase))
                trace = TraceOf(part.AsSpan("Root=1-".Length));
            else if (part.StartsWith("Parent=", StringComparison.OrdinalIgnoreCase))
                span = part["Parent=".Length..];
            else if (part.Equals("Sampled=1", StringComparison.OrdinalIgnoreCase))
                flags = ActivityTraceFlags.Recorded;
        }
        if (trace is null || span is null || !IsHex(span, ParentDigits))
            return false;
        parent = new ActivityContext(
            ActivityTraceId.CreateFromString(trace), ActivitySpanId.CreateFromString(span.ToLowerInvariant()), flags, traceState: null, isRemote: true);
        return true;
    }

    static string? TraceOf(ReadOnlySpan<char> root)
    {
        if (root.Length != EpochDigits + 1 + RootDigits || root[EpochDigits] != '-')
            return null;
        var epoch = root[..EpochDigits];
        var rest = root[(EpochDigits + 1)..];
        return IsHex(epoch, EpochDigits) && IsHex(rest, RootDigits) ? string.Concat(epoch, rest).ToLowerInvariant() : null;
    }

    /// <summary>All zeros is no id.</summary>
    static bool IsHex(ReadOnlySpan<char> text, int digits)
    {
        var isZero = true;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
            isZero &= c == '0';
        }
        return text.Length == digits && !isZero;
    }
}
