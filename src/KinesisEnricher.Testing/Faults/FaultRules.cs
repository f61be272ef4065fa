namespace KinesisEnricher.Testing.Faults;

/// <summary>Rules that need no writing.</summary>
public static class FaultRules
{
    /// <summary>The same for everything.</summary>
    public static FaultRule All(PortFault fault = PortFault.Throw) => _ => fault;

    /// <summary>The same, the first <paramref name="times"/> times that each subject is asked for.</summary>
    public static FaultRule First(int times, PortFault fault = PortFault.Throw) => call => call.Attempt <= times ? fault : PortFault.None;

    /// <summary>The <paramref name="n"/>th distinct subject that is asked for, each time.</summary>
    /// <param name="n">1 and up.</param>
    /// <param name="fault">What becomes of it.</param>
    public static FaultRule Nth(int n, PortFault fault = PortFault.Throw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        return call =>
        {
            lock (order)
            {
                if (!order.TryGetValue(call.Subject, out var place))
                    order.Add(call.Subject, place = order.Count + 1);
                return place == n ? fault : PortFault.None;
            }
        };
    }

    /// <summary>One subject, each time.</summary>
    public static FaultRule Subject(string subject, PortFault fault = PortFault.Throw) =>
        call => string.Equals(call.Subject, subject, StringComparison.Ordinal) ? fault : PortFault.None;

    /// <summary>The rule for one operation only.</summary>
    public static FaultRule On(PortOperation operation, FaultRule rule) => call => call.Operation == operation ? rule(call) : PortFault.None;
}
