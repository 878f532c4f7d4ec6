using FlowSensor.Engine.Storage;
using FlowSensor.Generator.Stores;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>A small store of three days, written as a sensor would.</summary>
public sealed class FilledStoreFixture : IDisposable
{
    private const int Days = 3;

    private readonly TemporaryFolder _folder = new();

    public FilledStoreFixture()
    {
        FilledStoreOptions options = new() { Folder = _folder.File("store"), Days = Days, Sources = 20_000, Draws = 8, Servers = 1, Incidents = 40 };
        new FilledStore(options).Run();
        From = options.Start;
        To = options.Start + (Days * 86_400_000L);
    }

    /// <summary>Start of the data, Unix milliseconds.</summary>
    public long From { get; }

    /// <summary>Its end.</summary>
    public long To { get; }

    /// <summary>Opens the store.</summary>
    public StoreReader Open() => StoreReader.Open(_folder.File("store"));

    public void Dispose() => _folder.Dispose();
}
