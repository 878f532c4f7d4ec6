using System.Buffers.Binary;

namespace FlowSensor.Protocols.Pcap;

/// <summary>Writes a pcap file of version 2.4 in little-endian order, with micro- or nanosecond time stamps.</summary>
public sealed class CaptureWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _isNanoseconds;
    private readonly byte[] _header = new byte[PcapFormat.RecordHeaderLength];

    /// <summary>Writes the file header.</summary>
    /// <param name="stream">Where to write; closed with the writer. Writes are small: give a buffered stream.</param>
    /// <param name="linkType">Link type of all packets.</param>
    /// <param name="isNanoseconds">Nanosecond time stamps, else microseconds.</param>
    /// <param name="snapLength">Snap length told to readers, in octets.</param>
    public CaptureWriter(Stream stream, LinkType linkType, bool isNanoseconds = false, int snapLength = CaptureFormat.MaxPacketLength)
    {
        _stream = stream;
        _isNanoseconds = isNanoseconds;
        Span<byte> header = stackalloc byte[PcapFormat.FileHeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, isNanoseconds ? PcapFormat.MagicNanoseconds : PcapFormat.MagicMicroseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], snapLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], (int)linkType);
        stream.Write(header);
    }

    /// <summary>Writes one packet.</summary>
    /// <param name="timestampNs">Capture time in nanoseconds since the Unix epoch, until the year 2106.</param>
    /// <param name="data">The captured octets.</param>
    /// <param name="wireLength">Octets on the wire; those captured if 0.</param>
    public void Write(long timestampNs, ReadOnlySpan<byte> data, int wireLength = 0)
    {
        (long seconds, long fraction) = Math.DivRem(timestampNs, 1_000_000_000L);
        BinaryPrimitives.WriteUInt32LittleEndian(_header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(4), (uint)(_isNanoseconds ? fraction : fraction / 1000));
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(8), data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(12), wireLength == 0 ? data.Length : wireLength);
        _stream.Write(_header);
        _stream.Write(data);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
