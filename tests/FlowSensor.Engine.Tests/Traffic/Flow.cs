using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Traffic;

/// <summary>Makes flow records for tests.</summary>
internal static class Flow
{
    public static IpAddress Address(string text) => IpAddress.Parse(text);

    public static FlowRecord Tcp(string source, string destination, int sourcePort, int destinationPort, ulong packets = 1, ulong octets = 40, int flags = 0x1B) => new()
    {
        Source = Address(source),
        Destination = Address(destination),
        SourcePort = (ulong)sourcePort,
        DestinationPort = (ulong)destinationPort,
        Protocol = 6,
        TcpFlags = (ulong)flags,
        Packets = packets,
        Octets = octets,
        SamplingInterval = 1,
    };

    /// <summary>A seeded record over few addresses and the ports that matter.</summary>
    public static FlowRecord Random(Random random, int sources, int destinations)
    {
        int[] ports = [25, 53, 80, 443, 587, 110, 993, 853, 40_000, 50_123, 61_001];
        ulong[] protocols = [6, 6, 6, 17, 17, 1, 58, 47];
        long first = random.NextInt64(0, 100_000);
        return new FlowRecord
        {
            Source = Pick(random, sources),
            Destination = Pick(random, destinations),
            SourcePort = (ulong)ports[random.Next(ports.Length)],
            DestinationPort = (ulong)ports[random.Next(ports.Length)],
            Protocol = protocols[random.Next(protocols.Length)],
            TcpFlags = random.Next(3) == 0 ? 2UL : (ulong)random.Next(64),
            Packets = (ulong)random.Next(1, 50),
            Octets = (ulong)random.Next(40, 50_000),
            First = first,
            Last = first + random.Next(0, 5000),
            SamplingInterval = (ulong)random.Next(0, 4),
            ExporterIndex = random.Next(3),
        };
    }

    private static IpAddress Pick(Random random, int among)
    {
        uint host = (uint)random.Next(among);
        return (host & 3) == 3 ? new IpAddress(0x2001_0DB8_0000_0000, host) : IpAddress.FromIPv4(0xC000_0200 + host);
    }
}
