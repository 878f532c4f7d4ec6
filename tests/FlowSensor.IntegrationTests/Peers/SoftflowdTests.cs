using System.Globalization;
using System.Text.Json;
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

    [PeerTheory("softflowd", "nfcapd", "nfdump")]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public void Replay_OfTheExports_EqualsNfdump(int version)
    {
        var packets = new SamplePackets(8);
        packets.AddConversations(600, version != 5);
        packets.Save(_folder.File("packets.pcap"));

        SoftflowdExport export = SoftflowdExport.Run(_folder, _folder.File("packets.pcap"), version);
        JsonElement answer = SensorTable.Replay(_folder, export.Exports, "--service", "all", "--top", "0");

        Assert.Equal(export.Expected, SensorTable.Sources(answer.GetProperty("sources")));
    }

    [PeerTheory("softflowd", "nfcapd", "nfdump")]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public void Run_WhileExportsArrive_StoresWhatNfdumpSays(int version)
    {
        var packets = new SamplePackets(9);
        packets.AddConversations(600, version != 5);
        packets.Save(_folder.File("packets.pcap"));
        int port = LoopbackPort.FreeUdp();
        string store = _folder.File("store");
        File.WriteAllText(_folder.File("flowsensor.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
            inputs:
              netflow: {listen: ["127.0.0.1:{{port}}"]}
              sflow: {listen: ["127.0.0.1:{{LoopbackPort.FreeUdp()}}"]}
            store: {path: "{{store}}"}
            """));

        SoftflowdExport export;
        using (PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", _folder.File("flowsensor.yaml")))
        {
            sensor.WaitUntil(() => LoopbackPort.IsUdpBound(port));
            export = SoftflowdExport.Run(_folder, _folder.File("packets.pcap"), version, port);
            Assert.Equal(0, sensor.Stop());
        }

        using PeerProcess top = PeerProcess.StartSensor(
            _folder.Path, "top", "--store", store, "--service", "all", "--top", "0", "--from", "2020-01-01", "--json");
        Assert.Equal(export.Expected, SensorTable.Sources(JsonElement.Parse(top.Complete())));
    }
}
