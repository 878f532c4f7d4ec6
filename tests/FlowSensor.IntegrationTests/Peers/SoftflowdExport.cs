using System.Globalization;
using FlowSensor.Generator;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>A capture exported by softflowd, collected by nfcapd, and kept as a capture of the exports.</summary>
/// <param name="Expected">Counters by source as nfdump says.</param>
/// <param name="Exports">pcap file of the export datagrams.</param>
/// <param name="Datagrams">How many they are.</param>
internal sealed record SoftflowdExport(SortedDictionary<string, SourceCounters> Expected, string Exports, int Datagrams)
{
    /// <summary>Exports a capture once, to nfcapd and to other collectors alike.</summary>
    /// <param name="folder">Where files go.</param>
    /// <param name="capture">Packets.</param>
    /// <param name="version">5, 9 or 10.</param>
    /// <param name="others">Ports of other collectors on loopback.</param>
    public static SoftflowdExport Run(TemporaryFolder folder, string capture, int version, params int[] others)
    {
        string store = folder.Folder("nfcapd");
        int port = LoopbackPort.FreeUdp();
        string name = port.ToString(CultureInfo.InvariantCulture);
        using PeerProcess nfcapd = PeerProcess.Start("nfcapd", "-b", "127.0.0.1", "-p", name, "-l", store, "-t", "3600", "-B", "4000000");
        nfcapd.WaitUntil(() => LoopbackPort.IsUdpBound(port));
        IReadOnlyList<byte[]> datagrams;

        // Without -c: given a control socket, softflowd waits on it before it reads a file.
        using (var tee = new DatagramTee([port, .. others]))
        {
            using PeerProcess softflowd = PeerProcess.Start(
                "softflowd", "-r", capture, "-n", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{tee.Port}"),
                "-v", version.ToString(CultureInfo.InvariantCulture), "-m", "100000", "-d", "-6",
                "-p", folder.File("softflowd.pid"));
            Assert.Equal(0, softflowd.WaitForExit());
            datagrams = tee.Finish();
        }

        nfcapd.Stop();
        return new SoftflowdExport(NfdumpTable.Read(store), Save(folder, datagrams), datagrams.Count);
    }

    private static string Save(TemporaryFolder folder, IReadOnlyList<byte[]> datagrams)
    {
        string path = folder.File("exports.pcap");
        using var file = new PcapOutput(path, false);
        long time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;
        foreach (byte[] datagram in datagrams)
        {
            file.Send(0, datagram, 0, time += 1_000_000);
        }

        return path;
    }
}
