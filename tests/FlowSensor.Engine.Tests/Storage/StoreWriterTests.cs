using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Tests.Storage;

public sealed class StoreWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Of the kind that the writer's thread expects; any other would end the process.
    [Fact]
    public void Write_OfAnItemThatNothingWrites_FailsAsTheStoreDoes()
    {
        using StoreWriter writer = StoreWriter.Open(new StoreOptions { Path = _folder }, isDurable: false);

        StoreException failure = Assert.Throws<StoreException>(() => writer.Write([new Unwritten()]));

        Assert.Contains(nameof(Unwritten), failure.Message, StringComparison.Ordinal);
    }
}
