using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>softflowd exports a capture; what the sensor says of every source equals what nfdump says.</summary>
public sealed class SoftflowdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerTheory("softflowd", "nfcapd", "nfdump")]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public void Export_OfGeneratedPackets_NfdumpCountsWhatWasSent(int version)
    {
        var packets = new SamplePackets(7);
        packets.AddConversations(600, version != 5);
        packets.Save(_folder.File("packets.pcap"));

        SoftflowdExport export = SoftflowdExport.Run(_folder, _folder.File("packets.pcap"), version);

        Assert.True(export.Datagrams > 10);
        Assert.Equal(packets.Truth, export.Expected);
    }
}
