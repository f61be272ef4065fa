namespace KinesisEnricher.IntegrationTests.Servers;

// One server of a kind for all the test classes of a collection. A class that stops or freezes a server has one to itself, as a class fixture.

[CollectionDefinition(Name)]
public sealed class DynaliteCollection : ICollectionFixture<Dynalite>
{
    public const string Name = "DynamoDB";
}

[CollectionDefinition(Name)]
public sealed class KinesaliteCollection : ICollectionFixture<Kinesalite>
{
    public const string Name = "Kinesis";
}

[CollectionDefinition(Name)]
public sealed class S3rverCollection : ICollectionFixture<S3rver>
{
    public const string Name = "S3";
}

[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisServer>
{
    public const string Name = "Redis";
}
