namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>Tests that share one sensor and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardBrowserCollection : ICollectionFixture<DashboardBrowser>
{
    public const string Name = "dashboard browser";
}
