namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>The tests that share one running sensor.</summary>
[CollectionDefinition(Name)]
public sealed class AccessSensorCollection : ICollectionFixture<AccessSensor>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "access";
}
