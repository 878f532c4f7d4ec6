using System.Diagnostics;
using System.Globalization;
using FlowSensor.Engine.Metering;
using FlowSensor.Engine.Tests.Output;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Metering;

/// <summary>The same capture metered here and by nfpcapd. Captures with IPv4 fragments are left out: nfpcapd counts reassembled datagrams.</summary>
public sealed class PeerMeterTests
{
    [PeerTheory("nfdump", "nfpcapd", "nfdump")]
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

        Totals totals = new();
        FlowCache cache = new(new FlowCacheOptions(), totals);
        PacketParser parser = new();
        using FileStream file = File.OpenRead(path);
        using CaptureReader reader = CaptureReader.Open(file);
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            if (parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers) == ParseStatus.Ok)
            {
                cache.Add(headers, packet.Data, packet.TimestampNs / 1_000_000);
            }
        }

        cache.Flush();
        string folder = Directory.CreateTempSubdirectory("flowsensor-nfpcapd-").FullName;
        try
        {
            Run("nfpcapd", "-r", path, "-l", folder);
            string info = Run("nfdump", "-R", folder, "-I");
            Assert.Equal(Number(info, "Packets"), totals.Packets);
            Assert.Equal(Number(info, "Bytes"), totals.Octets);
            Assert.True(!sameFlows || Number(info, "Flows") == totals.Flows);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static ulong Number(string info, string name)
    {
        string line = info.Split('\n').First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return ulong.Parse(line.AsSpan(name.Length + 1).Trim(), CultureInfo.InvariantCulture);
    }

    private sealed class Totals : IFlowSink
    {
        public ulong Flows { get; private set; }

        public ulong Packets { get; private set; }

        public ulong Octets { get; private set; }

        public void OnFlow(ref FlowRecord record)
        {
            Flows++;
            Packets += record.Packets;
            Octets += record.Octets;
        }
    }
}
