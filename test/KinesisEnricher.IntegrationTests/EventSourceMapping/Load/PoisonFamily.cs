namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>Records that can never be handled, under the users' keys.</summary>
sealed class PoisonFamily : LoadFamily
{
    public override LoadEvent Next(Random random)
    {
        var data = random.Next(4) switch
        {
            0 => Utf8($$$"""{"type":"USER_LIMIT_RESET","eventId":"broken-{{{random.Next()}}}","""),
            1 => Utf8($"[{random.Next()}]"),
            2 => Utf8($$$"""{"type":"USER_LIMIT_RESET","eventId":"no-payload-{{{random.Next()}}}"}"""),
            _ => Utf8($"poison {random.Next()}"),
        };
        return new LoadEvent(LimitFamily.KeyOf(LimitFamily.Pick(random)), data, Fate.Quarantined);
    }
}
