namespace KinesisEnricher.IntegrationTests.Bootstrap;

/// <summary>Tests that share the published builds, because publishing is what takes their time.</summary>
[CollectionDefinition(nameof(Builds))]
public sealed class Builds : ICollectionFixture<PublishedFunction>, ICollectionFixture<NativeFunction>, ICollectionFixture<SelfContainedFunction>;
