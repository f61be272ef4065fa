namespace KinesisEnricher.IntegrationTests.EventSourceMapping.Load;

/// <summary>What is on every stream and nobody here wants: events of other consumers. Under the users' keys, so that it stands between their events.</summary>
sealed class OddFamily : LoadFamily
{
    public override LoadEvent Next(Random random)
    {
        var data = random.Next(2) == 0
            ? Utf8($$$"""{"type":"LIMIT_USER_CREATED","eventId":"odd-{{{random.Next()}}}"}""")
            : Utf8($$$"""{"customer_name":"acme","customer_asset_id":"N-{{{random.Next()}}}","ts":"2026-01-01 06:10:00","signals":{"STATE":4}}""");
        return new LoadEvent(LimitFamily.KeyOf(LimitFamily.Pick(random)), data, Fate.PassedOver);
    }
}
