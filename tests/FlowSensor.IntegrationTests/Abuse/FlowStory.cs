using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>Tells a sensor of a host's mail over hours, as an exporter would with NetFlow v5, in no time: event time is what the datagrams say.</summary>
/// <param name="start">Event time of the first minute.</param>
internal sealed class FlowStory(DateTimeOffset start)
{
    private const int RecordSize = 48, HeaderSize = 24, MostRecords = 30;

    private readonly List<byte[]> _datagrams = [];
    private uint _sequence;

    /// <summary>Event time of the next minute.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Minutes in which a host tries many mail servers, which refuse it; connections complete, in both directions.</summary>
    public FlowStory Sends(string host, int minutes, int flows = 120) => Tell(minutes, records =>
    {
        for (int i = 0; i < flows; i++)
        {
            uint server = 0xC633_6400u + (uint)(i % 250);
            ushort port = (ushort)(20_000 + i);
            records.Add(Record(Address(host), server, port, 25, 0x1B, 8, 700));
            records.Add(Record(server, Address(host), 25, port, 0x1B, 10, 900));
        }
    });

    /// <summary>Minutes in which only somebody else is heard.</summary>
    public FlowStory Silence(int minutes) => Tell(minutes, static _ => { });

    /// <summary>The datagrams so far, and none of them again.</summary>
    public IReadOnlyList<byte[]> Take()
    {
        byte[][] taken = [.. _datagrams];
        _datagrams.Clear();
        return taken;
    }

    /// <summary>Sends datagrams so slowly that no buffer overflows on a busy machine.</summary>
    public static void Send(IReadOnlyList<byte[]> datagrams, int port)
    {
        using UdpClient exporter = new(AddressFamily.InterNetwork);
        for (int i = 0; i < datagrams.Count; i++)
        {
            exporter.Send(datagrams[i], new IPEndPoint(IPAddress.Loopback, port));
            if (i % 20 == 19)
            {
                Thread.Sleep(2);
            }
        }
    }

    private static uint Address(string text) => IpAddress.Parse(text).IPv4;

    private FlowStory Tell(int minutes, Action<List<byte[]>> tell)
    {
        for (int i = 0; i < minutes; i++)
        {
            List<byte[]> records = [Record(0xC000_0263, 0xCB00_7101, 40_000, 443, 0x1B, 5, 800)];
            tell(records);
            foreach (byte[][] chunk in records.Chunk(MostRecords))
            {
                _datagrams.Add(Datagram(chunk));
            }

            Now = Now.AddMinutes(1);
        }

        return this;
    }

    // Header: version, count, uptime (60 s ago was 40,000), seconds, nanoseconds, sequence, engine, sampling (none).
    private byte[] Datagram(byte[][] records)
    {
        byte[] datagram = new byte[HeaderSize + (records.Length * RecordSize)];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 5);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)records.Length);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)Now.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), _sequence);
        _sequence += (uint)records.Length;
        for (int i = 0; i < records.Length; i++)
        {
            records[i].CopyTo(datagram, HeaderSize + (i * RecordSize));
        }

        return datagram;
    }

    private static byte[] Record(uint source, uint destination, ushort sourcePort, ushort destinationPort, byte flags, uint packets, uint octets)
    {
        byte[] record = new byte[RecordSize];
        BinaryPrimitives.WriteUInt32BigEndian(record, source);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(4), destination);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(16), packets);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(20), octets);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(24), 70_000);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(28), 90_000);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(32), sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(34), destinationPort);
        record[37] = flags;
        record[38] = 6;
        return record;
    }
}
