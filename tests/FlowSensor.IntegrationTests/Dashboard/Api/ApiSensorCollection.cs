namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>Tests that share the sensor.</summary>
[CollectionDefinition(Name)]
public sealed class ApiSensorCollection : ICollectionFixture<ApiSensor>
{
    public const string Name = "API of a running sensor";
}
