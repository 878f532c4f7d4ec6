using System.Buffers.Binary;
using System.IO.Compression;
using FlowSensor.Protocols.Streams;

namespace FlowSensor.Protocols.Pcap;

/// <summary>
/// Reads the packets of a capture file: pcap (micro- and nanoseconds, both byte orders, the "modified" variant), pcapng,
/// and either of them inside gzip, told apart by their first octets. Nothing is allocated per packet; a packet's octets lie
/// in the reader's buffer. Content never throws: what ends the reading is in <see cref="Status"/>. An
/// <see cref="IOException"/> of the stream itself goes to the caller.
/// </summary>
public sealed class CaptureReader : IDisposable
{
    private const int MagicLength = 4;
    private const ushort GzipMagic = 0x8B1F;

    private readonly Stream _file;
    private readonly PeekedStream _counted;
    private readonly GZipStream? _gzip;
    private readonly BlockBuffer _buffer;
    private readonly CaptureFormat? _format;

    private CaptureReader(Stream file)
    {
        _file = file;
        _counted = new PeekedStream(file);
        ReadOnlySpan<byte> first = _counted.Peek(MagicLength);
        if (first.Length == MagicLength && BinaryPrimitives.ReadUInt16LittleEndian(first) == GzipMagic)
        {
            _gzip = new GZipStream(_counted, CompressionMode.Decompress, leaveOpen: true);
        }

        _buffer = new BlockBuffer((Stream?)_gzip ?? _counted);
        Status = OpenFormat(out _format);
    }

    /// <summary>How the reading stands.</summary>
    public CaptureStatus Status { get; private set; }

    /// <summary>True when the file is compressed.</summary>
    public bool IsCompressed => _gzip is not null;

    /// <summary>Octets taken from the stream so far, compressed where it is, to show progress against the file's length.</summary>
    public long BytesRead => _counted.OctetsRead;

    /// <summary>Begins to read; a stream that holds no capture gives a reader without packets whose status says so.</summary>
    /// <param name="stream">The file's content from its start; closed with the reader. It need not be seekable.</param>
    public static CaptureReader Open(Stream stream) => new(stream);

    /// <summary>Reads the next packet; false at the end, with the reason in <see cref="Status"/>.</summary>
    public bool TryReadNext(out CapturedPacket packet)
    {
        if (Status != CaptureStatus.Ok)
        {
            packet = default;
            return false;
        }

        CaptureStatus status = _format!.ReadNext(_buffer, out packet);
        if (status == CaptureStatus.Ok)
        {
            return true;
        }

        Status = _buffer.IsDamaged ? CaptureStatus.BadCompression : status;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gzip?.Dispose();
        _counted.Dispose();
        _file.Dispose();
    }

    private CaptureStatus OpenFormat(out CaptureFormat? format)
    {
        format = null;
        if (!_buffer.Ensure(MagicLength))
        {
            return _buffer.IsDamaged ? CaptureStatus.BadCompression : CaptureStatus.NotACapture;
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.Peek(MagicLength));
        if (magic == PcapngFormat.SectionHeader)
        {
            format = new PcapngFormat();
            return CaptureStatus.Ok;
        }

        return PcapFormat.IsMagic(magic) ? PcapFormat.Open(_buffer, out format) : CaptureStatus.NotACapture;
    }
}
