using System.Buffers.Binary;
using System.Net;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>
/// Writes a packet capture of conversations between documentation addresses (RFC 5737, RFC 3849) and knows what a flow
/// meter must make of it: one flow a direction, packets, and octets from the IP header on.
/// </summary>
internal sealed class SamplePackets
{
    private const int TcpProtocol = 6, UdpProtocol = 17;
    private const byte Syn = 0x02, SynAck = 0x12, PushAck = 0x18, FinAck = 0x11, Ack = 0x10;

    private readonly List<byte> _file = [];
    private readonly Random _random;
    private long _time = 1_767_571_200_000_000;

    public SamplePackets(int seed)
    {
        _random = new Random(seed);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2_C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 65_535);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], 1);
        _file.AddRange(header);
    }

    /// <summary>Counters by source.</summary>
    public SortedDictionary<string, SourceCounters> Truth { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds conversations of many clients with mail, name and web servers.</summary>
    /// <param name="conversations">How many.</param>
    /// <param name="ipv6">Every fourth is IPv6.</param>
    public void AddConversations(int conversations, bool ipv6)
    {
        for (int i = 0; i < conversations; i++)
        {
            bool six = ipv6 && i % 4 == 3;
            IPAddress client = Address(six, "192.0.2.", "2001:db8:1::", 1 + _random.Next(120));
            IPAddress server = Address(six, "198.51.100.", "2001:db8:2::", 1 + _random.Next(20));
            ushort port = (ushort)(20_000 + i);
            switch (i % 3)
            {
                case 0:
                    AddTcp(client, server, port, 25);
                    break;
                case 1:
                    AddTcp(client, server, port, 80);
                    break;
                default:
                    AddPacket(client, server, UdpProtocol, port, 53, 0, 30 + _random.Next(30));
                    AddPacket(server, client, UdpProtocol, 53, port, 0, 60 + _random.Next(300));
                    CountFlows(client, server);
                    break;
            }
        }
    }

    /// <summary>Writes the capture.</summary>
    /// <param name="path">File to write.</param>
    public void Save(string path) => File.WriteAllBytes(path, _file.ToArray());

    private static IPAddress Address(bool ipv6, string four, string six, int host) =>
        IPAddress.Parse(ipv6 ? $"{six}{host:x}" : $"{four}{host}");

    private void AddTcp(IPAddress client, IPAddress server, ushort port, ushort service)
    {
        AddPacket(client, server, TcpProtocol, port, service, Syn, 0);
        AddPacket(server, client, TcpProtocol, service, port, SynAck, 0);
        for (int left = _random.Next(12); left > 0; left--)
        {
            AddPacket(client, server, TcpProtocol, port, service, PushAck, _random.Next(1400));
            AddPacket(server, client, TcpProtocol, service, port, Ack, _random.Next(200));
        }

        AddPacket(client, server, TcpProtocol, port, service, FinAck, 0);
        AddPacket(server, client, TcpProtocol, service, port, FinAck, 0);
        CountFlows(client, server);
    }

    private void CountFlows(IPAddress client, IPAddress server)
    {
        Count(client, new SourceCounters(1, 0, 0));
        Count(server, new SourceCounters(1, 0, 0));
    }

    private void Count(IPAddress source, SourceCounters counters)
    {
        string key = source.ToString();
        Truth[key] = Truth.GetValueOrDefault(key).Plus(counters);
    }

    private void AddPacket(IPAddress from, IPAddress to, int protocol, ushort fromPort, ushort toPort, byte flags, int payload)
    {
        byte[] source = from.GetAddressBytes(), destination = to.GetAddressBytes();
        bool ipv6 = source.Length == 16;
        int transport = (protocol == TcpProtocol ? 20 : 8) + payload;
        int header = ipv6 ? 40 : 20;
        byte[] packet = new byte[14 + header + transport];
        packet[0] = packet[6] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), ipv6 ? (ushort)0x86DD : (ushort)0x0800);
        Span<byte> ip = packet.AsSpan(14);
        if (ipv6)
        {
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)transport);
            ip[6] = (byte)protocol;
            ip[7] = 64;
        }
        else
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(header + transport));
            ip[8] = 64;
            ip[9] = (byte)protocol;
        }

        source.CopyTo(ip[(ipv6 ? 8 : 12)..]);
        destination.CopyTo(ip[(ipv6 ? 24 : 16)..]);
        Span<byte> rest = ip[header..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, fromPort);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], toPort);
        if (protocol == TcpProtocol)
        {
            rest[12] = 0x50;
            rest[13] = flags;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest[4..], (ushort)transport);
        }

        Write(packet);
        Count(from, new SourceCounters(0, 1, header + transport));
    }

    private void Write(byte[] packet)
    {
        _time += 1 + _random.Next(20_000);
        Span<byte> record = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(_time / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(_time % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], packet.Length);
        _file.AddRange(record);
        _file.AddRange(packet);
    }
}
