using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>
/// NetFlow v5: a header of 24 octets (version, count, uptime, seconds, nanoseconds, sequence, engine, sampling) and up to 30 records of 48 (source, destination, next
/// hop, input, output, packets, octets, first, last, ports, pad, flags, protocol, tos, AS, masks, pad). Counters over 32 bits are sent as several records.
/// </summary>
internal sealed class FixedEncoder : FlowEncoder
{
    private const int HeaderLength = 24;
    private const int RecordLength = 48;
    private const int MostRecords = 30;
    private const int SamplingMask = 0x3FFF;
    private const ushort TransitionAs = 23_456;

    private readonly int _most;
    private ExportClock _clock;
    private uint _sequence;
    private int _count;
    private ushort _sampling;

    public FixedEncoder(FlowEncoderOptions options, IDatagramOutput output)
        : base(options, output) => _most = Math.Min(MostRecords, (options.MaxDatagram - HeaderLength) / RecordLength);

    public override void Add(ref FlowRecord record, long nowMs)
    {
        if (!record.Source.IsIPv4 || !record.Destination.IsIPv4)
        {
            NotEncodable++;
            return;
        }

        // The sampling interval is the datagram's: another one begins another datagram.
        ushort sampling = (ushort)Math.Min(record.SamplingInterval, SamplingMask);
        if (Length > 0 && (_count == _most || sampling != _sampling))
        {
            Flush(nowMs);
        }

        ulong packets = record.Packets;
        ulong octets = record.Octets;
        do
        {
            if (Length > 0 && _count == _most)
            {
                Flush(nowMs);
            }

            if (Length == 0)
            {
                _clock.Begin(nowMs);
                _count = 0;
                _sampling = sampling;
                Length = HeaderLength;
            }

            uint packetPart = (uint)Math.Min(packets, uint.MaxValue);
            uint octetPart = (uint)Math.Min(octets, uint.MaxValue);
            Write(record, packetPart, octetPart, Datagram.Slice(Length, RecordLength));
            packets -= packetPart;
            octets -= octetPart;
            Length += RecordLength;
            _count++;
            Records++;
        }
        while ((packets | octets) != 0);
    }

    public override void Flush(long nowMs)
    {
        if (Length == 0)
        {
            return;
        }

        Span<byte> header = Datagram[..HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(header, 5);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)_count);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], FieldWriter.Uptime(nowMs, _clock.BootMs));
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (uint)(nowMs / 1_000));
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], (uint)(nowMs % 1_000 * 1_000_000));
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], _sequence);
        BinaryPrimitives.WriteUInt16BigEndian(header[20..], (ushort)Domain);

        // Mode 1, packet interval; none for an unknown interval or one of 1.
        BinaryPrimitives.WriteUInt16BigEndian(header[22..], (ushort)(_sampling > 1 ? 0x4000 | _sampling : 0));
        _sequence += (uint)_count;
        Send();
    }

    private void Write(in FlowRecord record, uint packets, uint octets, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, record.Source.IPv4);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], record.Destination.IPv4);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], record.NextHop.IsIPv4 ? record.NextHop.IPv4 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(to[12..], Word(record.Input));
        BinaryPrimitives.WriteUInt16BigEndian(to[14..], Word(record.Output));
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], packets);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], octets);
        BinaryPrimitives.WriteUInt32BigEndian(to[24..], FieldWriter.Uptime(record.First, _clock.BootMs));
        BinaryPrimitives.WriteUInt32BigEndian(to[28..], FieldWriter.Uptime(record.Last, _clock.BootMs));
        BinaryPrimitives.WriteUInt16BigEndian(to[32..], Word(record.SourcePort));
        BinaryPrimitives.WriteUInt16BigEndian(to[34..], Word(record.DestinationPort));
        to[36] = 0;
        to[37] = (byte)record.TcpFlags;
        to[38] = (byte)record.Protocol;
        to[39] = (byte)record.Tos;
        BinaryPrimitives.WriteUInt16BigEndian(to[40..], AutonomousSystem(record.SourceAs));
        BinaryPrimitives.WriteUInt16BigEndian(to[42..], AutonomousSystem(record.DestinationAs));
        to[44] = (byte)record.SourceMask;
        to[45] = (byte)record.DestinationMask;
        to[46] = 0;
        to[47] = 0;
    }

    // What does not fit is sent as the largest number.
    private static ushort Word(ulong value) => (ushort)Math.Min(value, ushort.MaxValue);

    // An AS number over 16 bits is AS_TRANS where only 16 bits are understood (RFC 6793 4.2.2, 9).
    private static ushort AutonomousSystem(ulong value) => value > ushort.MaxValue ? TransitionAs : (ushort)value;
}
