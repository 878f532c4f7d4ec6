using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>An exporter of NetFlow v5 whose clock the test sets: so many flows in each window of event time.</summary>
internal sealed class ExportLoad : IDisposable
{
    private const int HeaderOctets = 24;
    private const int RecordOctets = 48;
    private const int RecordsPerDatagram = 20;

    private readonly UdpClient _client = new(AddressFamily.InterNetwork);
    private readonly byte[] _datagram = new byte[HeaderOctets + (RecordsPerDatagram * RecordOctets)];
    private uint _sequence;

    /// <summary>Sends to a port of loopback.</summary>
    public ExportLoad(int port) => _client.Connect(IPAddress.Loopback, port);

    /// <summary>Sends flows of a second.</summary>
    /// <param name="unixSeconds">Export time.</param>
    /// <param name="datagrams">How many datagrams of twenty flows.</param>
    /// <returns>Flows sent.</returns>
    public int Send(long unixSeconds, int datagrams)
    {
        for (int i = 0; i < datagrams; i++)
        {
            Span<byte> span = _datagram;
            span.Clear();
            BinaryPrimitives.WriteUInt16BigEndian(span, 5);
            BinaryPrimitives.WriteUInt16BigEndian(span[2..], RecordsPerDatagram);
            BinaryPrimitives.WriteUInt32BigEndian(span[4..], 1_000_000);
            BinaryPrimitives.WriteUInt32BigEndian(span[8..], (uint)unixSeconds);
            BinaryPrimitives.WriteUInt32BigEndian(span[16..], _sequence);
            for (int record = 0; record < RecordsPerDatagram; record++)
            {
                Span<byte> flow = span[(HeaderOctets + (record * RecordOctets))..];
                BinaryPrimitives.WriteUInt32BigEndian(flow, 0xC6336400 + (uint)(record % 10));
                BinaryPrimitives.WriteUInt32BigEndian(flow[4..], 0xC0000219);
                BinaryPrimitives.WriteUInt32BigEndian(flow[16..], 3);
                BinaryPrimitives.WriteUInt32BigEndian(flow[20..], 180);
                BinaryPrimitives.WriteUInt32BigEndian(flow[24..], 999_000);
                BinaryPrimitives.WriteUInt32BigEndian(flow[28..], 999_500);
                BinaryPrimitives.WriteUInt16BigEndian(flow[32..], (ushort)(1024 + record));
                BinaryPrimitives.WriteUInt16BigEndian(flow[34..], 25);
                flow[37] = 0x1B;
                flow[38] = 6;
            }

            _sequence += RecordsPerDatagram;
            _client.Send(_datagram);
        }

        return datagrams * RecordsPerDatagram;
    }

    public void Dispose() => _client.Dispose();
}
