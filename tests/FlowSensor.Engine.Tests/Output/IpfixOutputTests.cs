using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FlowSensor.Engine.Output;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Flows.Encoding;

namespace FlowSensor.Engine.Tests.Output;

public sealed partial class IpfixOutputTests
{
    private const long Start = 1_700_000_000_000;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Flush_SomeRecords_ArriveAsOneDatagram(string address)
    {
        using Socket collector = Bound(IPAddress.Parse(address));
        using IpfixOutput output = new(new IpfixOutputOptions { Collector = (IPEndPoint)collector.LocalEndPoint! });
        Feed(output, 5, inet6: false);
        output.Flush();
        byte[] buffer = new byte[65_536];
        int length = collector.Receive(buffer);
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(buffer.AsSpan(0, length), out DatagramHeader header));
        Assert.Equal(10, header.Version);
        Assert.Equal(new IpfixOutputCounters(5, 0, 1, 0), output.Counters);
    }

    [Fact]
    public void OnDatagram_NobodyListens_IsCountedAndDoesNotThrow()
    {
        Socket collector = Bound(IPAddress.Loopback);
        using IpfixOutput output = new(new IpfixOutputOptions { Collector = (IPEndPoint)collector.LocalEndPoint! });
        collector.Dispose();
        for (int i = 0; i < 10; i++)
        {
            Feed(output, 1, inet6: false);
            output.Flush();
        }

        Assert.True(output.Counters.Failed > 0);
        Assert.Equal(10, output.Counters.Datagrams + output.Counters.Failed);
    }

    [PeerTheory("nfdump", "nfcapd", "nfdump")]
    [InlineData(ExportProtocol.Ipfix)]
    [InlineData(ExportProtocol.V9)]
    [InlineData(ExportProtocol.V5)]
    public void OnFlow_ReceivedByNfcapd_SameTotals(ExportProtocol protocol)
    {
        const int Records = 5_000;
        string folder = Directory.CreateTempSubdirectory("flowsensor-nfcapd-").FullName;
        using Socket probe = Bound(IPAddress.Loopback);
        IPEndPoint endpoint = (IPEndPoint)probe.LocalEndPoint!;
        probe.Dispose();
        ProcessStartInfo start = new("nfcapd", ["-b", "127.0.0.1", "-p", endpoint.Port.ToString(CultureInfo.InvariantCulture), "-l", folder, "-B", "8000000"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process nfcapd = Process.Start(start)!;
        try
        {
            nfcapd.OutputDataReceived += static (_, _) => { };
            nfcapd.ErrorDataReceived += static (_, _) => { };
            nfcapd.BeginOutputReadLine();
            nfcapd.BeginErrorReadLine();
            WaitUntilBound(endpoint);
            (ulong packets, ulong octets) sent;
            using (IpfixOutput output = new(new IpfixOutputOptions { Collector = endpoint, Protocol = protocol }))
            {
                sent = Feed(output, Records, inet6: protocol != ExportProtocol.V5);
                output.Flush();
                Assert.Equal((Records, 0L), (output.Counters.Records, output.Counters.Failed));
            }

            Thread.Sleep(500);
            Run("kill", "-TERM", nfcapd.Id.ToString(CultureInfo.InvariantCulture));
            Assert.True(nfcapd.WaitForExit(10_000));
            string info = Run("nfdump", "-R", folder, "-I");
            Assert.Equal(Records, Number(info, "Flows"));
            Assert.Equal((long)sent.packets, Number(info, "Packets"));
            Assert.Equal((long)sent.octets, Number(info, "Bytes"));
            Assert.Equal(0, Number(info, "Sequence failures"));
        }
        finally
        {
            if (!nfcapd.HasExited)
            {
                nfcapd.Kill();
            }

            nfcapd.Dispose();
            Directory.Delete(folder, true);
        }
    }

    private static (ulong Packets, ulong Octets) Feed(IpfixOutput output, int records, bool inet6)
    {
        Random random = new(11);
        ulong packets = 0;
        ulong octets = 0;
        for (int i = 0; i < records; i++)
        {
            bool six = inet6 && i % 4 == 0;
            FlowRecord record = new()
            {
                Source = six ? new IpAddress(0x2001_0DB8_0000_0000, (ulong)i) : IpAddress.FromIPv4(0xC6120000 + (uint)i),
                Destination = six ? IpAddress.Parse("2001:db8::25") : IpAddress.Parse("192.0.2.25"),
                SourcePort = 40_000,
                DestinationPort = 25,
                Protocol = 6,
                TcpFlags = 27,
                Packets = (ulong)random.Next(1, 1_000),
                Octets = (ulong)random.Next(40, 1_000_000),
                First = Start + i,
                Last = Start + i + 500,
                ExportTime = Start + i + 1_000,
                SamplingInterval = 1,
            };
            packets += record.Packets;
            octets += record.Octets;
            output.OnFlow(ref record);
        }

        return (packets, octets);
    }

    private static Socket Bound(IPAddress address)
    {
        Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    // The port is taken when binding it fails.
    private static void WaitUntilBound(IPEndPoint endpoint)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(endpoint);
            }
            catch (SocketException)
            {
                return;
            }

            socket.Dispose();
            Thread.Sleep(50);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static long Number(string info, string name)
    {
        Match match = Line().Matches(info).FirstOrDefault(line => line.Groups[1].Value == name) ?? Match.Empty;
        Assert.True(match.Success, $"no line {name} in: {info}");
        return long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^([A-Za-z ]+): (\d+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
