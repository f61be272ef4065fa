using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KinesisEnricher.Core.Pipeline;
using KinesisEnricher.Testing.Faults;

namespace KinesisEnricher.Local.Faults;

/// <summary>A failure to be seen: <c>store</c>, <c>sink</c> or <c>lookup</c>, alone or with <c>:N</c>.</summary>
/// <param name="Port">What fails.</param>
/// <param name="Nth">From 1, the distinct item, event or key that fails, in the order in which they are asked for; null for all.</param>
sealed record InjectedFault(FaultyPort Port, int? Nth)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out InjectedFault? fault)
    {
        fault = null;
        var colon = text.IndexOf(':');
        int? nth = null;
        if (colon >= 0)
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1)
                return false;
            nth = n;
        }
        FaultyPort? port = (colon < 0 ? text : text[..colon]) switch
        {
            "store" => FaultyPort.Store,
            "sink" => FaultyPort.Sink,
            "lookup" => FaultyPort.LookUp,
            _ => null,
        };
        if (port is null)
            return false;
        fault = new InjectedFault(port.Value, nth);
        return true;
    }

    /// <summary>The same ports with the one that fails; each call starts counting anew.</summary>
    public PipelinePorts Apply(PipelinePorts ports)
    {
        var rule = Nth is { } n ? FaultRules.Nth(n) : FaultRules.All();
        return Port switch
        {
            FaultyPort.Store => ports with { State = new FaultyStateStore(ports.State, rule) },
            FaultyPort.Sink => ports with { Sink = new FaultySink(ports.Sink, rule) },
            _ => ports with { LookUps = new FaultyLookUpSource(ports.LookUps, rule) },
        };
    }
}
