using System.Globalization;
using System.IO.Compression;
using FlowSensor.Engine.Metering;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Tests.Pcap;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>The same capture metered here, by nfpcapd and by softflowd. Where flows differ, the rule that makes them differ is part of the test.</summary>
public sealed class PeerMeterTests : IDisposable
{
    private const string OneFlowEach = "not (proto udp and port 53) and not proto icmp and not proto icmp6";

    private static readonly FlowCacheOptions SoftflowdRules = new()
    {
        InactiveTimeout = TimeSpan.FromSeconds(300),
        ActiveTimeout = TimeSpan.FromDays(7),
        EndLinger = TimeSpan.FromSeconds(300),
    };

    // Recordings in which a client used a port again: a SYN after a FIN begins a flow here, the others go on with the old one.
    private static readonly Dictionary<string, string> ReusedPorts = new()
    {
        ["mail-vlan"] = "192.0.2.25 +1, 198.51.100.14 +1",
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Recordings => RecordedScenario.Having("mail");

    public void Dispose() => _folder.Dispose();

    // Captures with IPv4 fragments are left out: nfpcapd counts reassembled datagrams.
    [PeerTheory("nfpcapd", "nfdump")]
    [InlineData("smtp/suricata__1flowB.pcap", true)]
    [InlineData("pop3-imap/suricata__tcp-async-01-input.pcap", true)]
    [InlineData("formats/suricata__http-mime-truncated-input.pcap", true)]
    [InlineData("dns/suricata__datasets-06-state-long-input.pcap", false)]
    [InlineData("dns/suricata__smb2-ntlmssp-negotiateflags-input.pcap", false)]
    public void Flush_PublishedCapture_TotalsEqualNfpcapd(string capture, bool sameFlows)
    {
        if (PublishedData.Folder is null)
        {
            return;
        }

        string path = Path.Combine(PublishedData.Folder, "packets", capture);
        SourceCounters ours = MeteredFlows.Read(path, new FlowCacheOptions()).Total;
        SourceCounters theirs = Sum(Nfpcapd(path, "any"));

        Assert.Equal((theirs.Packets, theirs.Octets), (ours.Packets, ours.Octets));
        Assert.True(!sameFlows || theirs.Flows == ours.Flows);
    }

    // nfpcapd makes each packet of DNS over UDP, and of ICMP, a flow. The timeouts are the same.
    [PeerTheory("nfpcapd", "nfdump")]
    [MemberData(nameof(Recordings))]
    public void Flush_Recording_EqualsNfpcapd(string name)
    {
        string path = Unpacked(name);
        MeteredFlows ours = MeteredFlows.Read(path, new FlowCacheOptions());

        Assert.Equal(Volumes(Nfpcapd(path, "any")), Volumes(ours.All));
        Assert.Equal(ReusedPorts.GetValueOrDefault(name, ""), FlowDifferences(Nfpcapd(path, OneFlowEach), ours.OfConnections));
    }

    // softflowd ends flows after 300 s, those of TCP after 300 s from a FIN; then flows are equal, too.
    [PeerTheory("softflowd", "nfcapd", "nfdump")]
    [MemberData(nameof(Recordings))]
    public void Flush_Recording_EqualsSoftflowd(string name)
    {
        string path = Unpacked(name);
        MeteredFlows ours = MeteredFlows.Read(path, SoftflowdRules);
        SoftflowdExport theirs = SoftflowdExport.Run(_folder, path, 9);

        Assert.Equal(Volumes(theirs.Expected), Volumes(ours.All));
        Assert.Equal(ReusedPorts.GetValueOrDefault(name, ""), FlowDifferences(theirs.Expected, ours.All));
    }

    private static SortedDictionary<string, (long Packets, long Octets)> Volumes(SortedDictionary<string, SourceCounters> sources) =>
        new(sources.ToDictionary(static source => source.Key, static source => (source.Value.Packets, source.Value.Octets)), StringComparer.Ordinal);

    private static string FlowDifferences(SortedDictionary<string, SourceCounters> theirs, SortedDictionary<string, SourceCounters> ours) =>
        string.Join(", ", theirs.Keys.Union(ours.Keys)
            .Select(source => (Source: source, More: ours.GetValueOrDefault(source).Flows - theirs.GetValueOrDefault(source).Flows))
            .Where(static difference => difference.More != 0)
            .Select(static difference => string.Create(CultureInfo.InvariantCulture, $"{difference.Source} {difference.More:+0;-0}")));

    private static SourceCounters Sum(SortedDictionary<string, SourceCounters> sources) =>
        sources.Values.Aggregate(default(SourceCounters), static (sum, counters) => sum.Plus(counters));

    private SortedDictionary<string, SourceCounters> Nfpcapd(string capture, string filter)
    {
        string store = _folder.File("nfpcapd");
        if (!Directory.Exists(store))
        {
            PeerProcess.Run("nfpcapd", "-r", capture, "-l", _folder.Folder("nfpcapd"));
        }

        return NfdumpTable.Read(store, filter);
    }

    private string Unpacked(string name)
    {
        string path = _folder.File("packets.pcap");
        using FileStream packed = File.OpenRead(RecordedScenario.Open(name).Capture);
        using var octets = new GZipStream(packed, CompressionMode.Decompress);
        using FileStream file = File.Create(path);
        octets.CopyTo(file);
        return path;
    }
}
