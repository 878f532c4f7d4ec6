using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows;

/// <summary>The header of an export datagram, the same for v1, v5, v7, v9 and IPFIX.</summary>
/// <param name="Version">1, 5, 7, 9 or 10.</param>
/// <param name="Length">Octets of the header; the records or sets start there.</param>
/// <param name="Count">Record count of the header; untrusted, and 0 for IPFIX, which has none.</param>
/// <param name="ExportTime">Unix time in milliseconds.</param>
/// <param name="SystemUptime">Milliseconds since the exporter booted; 0 for IPFIX, which has none.</param>
/// <param name="SequenceNumber">v5 and v7 count flows, v9 datagrams, IPFIX data records; v1 has none.</param>
/// <param name="ObservationDomainId">v9 source id; v5 engine type times 256 plus engine id; 0 for v1 and v7.</param>
/// <param name="Sampling">The sampling word of v5: mode in the top two bits, interval below.</param>
public readonly record struct DatagramHeader(
    int Version,
    int Length,
    int Count,
    long ExportTime,
    uint SystemUptime,
    uint SequenceNumber,
    uint ObservationDomainId,
    ushort Sampling)
{
    private const int V1Length = 16;
    private const int V5Length = 24;
    private const int V9Length = 20;
    private const int IpfixLength = 16;

    /// <summary>Reads the header. Layouts: v1/v5/v7 as Cisco published them, v9 RFC 3954 5.1, IPFIX RFC 7011 3.1.</summary>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> datagram, out DatagramHeader header)
    {
        header = default;
        if (datagram.Length < 2)
        {
            return DecodeStatus.TruncatedHeader;
        }

        int version = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        int length = version switch { 1 => V1Length, 5 or 7 => V5Length, 9 => V9Length, 10 => IpfixLength, _ => 0 };
        if (length == 0)
        {
            return DecodeStatus.UnsupportedVersion;
        }

        if (datagram.Length < length)
        {
            return DecodeStatus.TruncatedHeader;
        }

        int count = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        uint second = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        uint third = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        uint fourth = BinaryPrimitives.ReadUInt32BigEndian(datagram[12..]);
        header = version switch
        {
            // version, length, export time, sequence number, observation domain id
            10 => new DatagramHeader(version, length, 0, second * 1000L, 0, third, fourth, 0),

            // version, count, uptime, seconds, sequence number, source id
            9 => new DatagramHeader(
                version, length, count, third * 1000L, second, fourth, BinaryPrimitives.ReadUInt32BigEndian(datagram[16..]), 0),

            // version, count, uptime, seconds, nanoseconds; the nanoseconds are residual, a larger value is ignored
            1 => new DatagramHeader(version, length, count, Milliseconds(third, fourth), second, 0, 0, 0),

            // ... sequence number, engine type and id, sampling (v5); reserved (v7)
            _ => new DatagramHeader(
                version,
                length,
                count,
                Milliseconds(third, fourth),
                second,
                BinaryPrimitives.ReadUInt32BigEndian(datagram[16..]),
                version == 5 ? BinaryPrimitives.ReadUInt16BigEndian(datagram[20..]) : 0u,
                version == 5 ? BinaryPrimitives.ReadUInt16BigEndian(datagram[22..]) : (ushort)0),
        };
        return DecodeStatus.Ok;
    }

    private static long Milliseconds(uint seconds, uint nanoseconds) =>
        (seconds * 1000L) + (nanoseconds < 1_000_000_000 ? nanoseconds / 1_000_000 : 0);
}
