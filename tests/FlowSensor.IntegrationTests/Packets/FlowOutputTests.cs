using System.Globalization;
using System.Text.Json;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Packets;

/// <summary>Metered and collected records sent on: nfdump says of every source what the sensor says.</summary>
public sealed class FlowOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerTheory("nfcapd", "nfdump")]
    [InlineData("ipfix")]
    [InlineData("v9")]
    [InlineData("v5")]
    public void Replay_OfPackets_NfdumpSeesTheSame(string protocol) => Compare(new RecordedScenario("mail-ordinary").Capture, protocol, collected: false);

    [PeerTheory("nfcapd", "nfdump")]
    [InlineData("ipfix")]
    [InlineData("v9")]
    public void Replay_OfIPv6Packets_NfdumpSeesTheSame(string protocol) => Compare(new RecordedScenario("mail-ipv6").Capture, protocol, collected: false);

    [PeerFact("nfcapd", "nfdump")]
    public void Replay_OfExports_SentOnWhenAskedFor() => Compare(new RecordedScenario("mail-ordinary-v9").Capture, "ipfix", collected: true);

    private void Compare(string capture, string protocol, bool collected)
    {
        string store = _folder.Folder("nfcapd");
        int port = LoopbackPort.FreeUdp();
        string configuration = _folder.File("flowsensor.yaml");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            outputs:
              ipfix: {collector: "127.0.0.1:{{port}}", protocol: {{protocol}}, collected: {{(collected ? "true" : "false")}}}
            """));
        using PeerProcess nfcapd = PeerProcess.Start(
            "nfcapd", "-b", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-l", store, "-t", "3600", "-B", "8000000");
        nfcapd.WaitUntil(() => LoopbackPort.IsUdpBound(port));

        JsonElement answer = SensorTable.Replay(_folder, capture, "--config", configuration, "--service", "all", "--top", "0");

        nfcapd.Stop();
        SortedDictionary<string, SourceCounters> expected = SensorTable.Sources(answer.GetProperty("sources"));
        Assert.True(expected.Count > 5);
        Assert.Equal(expected, NfdumpTable.Read(store));
    }
}
