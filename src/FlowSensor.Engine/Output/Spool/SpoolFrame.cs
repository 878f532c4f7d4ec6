using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>
/// How a batch lies in a segment, little endian:
/// <code>
///  0  u32  magic "FSB1"            16  u64  sequence number
///  4  u32  octets of the headers   24  i64  created, Unix milliseconds
///  8  u32  octets of the payload   32  u32  checksum of headers and payload
/// 12  u32  items                   36  u32  checksum of octets 0-35
/// 40  headers: for each name and value a u16 length and UTF-8; then the payload
/// </code>
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpoolFrame(int HeaderOctets, int PayloadOctets, int Items, ulong Sequence, long CreatedMs, uint ContentChecksum)
{
    /// <summary>Octets in front of the content.</summary>
    public const int Preamble = 40;

    private const uint Magic = 0x31425346;

    /// <summary>Octets of headers and payload.</summary>
    public int ContentOctets => HeaderOctets + PayloadOctets;

    /// <summary>Octets of the whole frame.</summary>
    public long Octets => Preamble + (long)ContentOctets;

    /// <summary>Writes a batch as a frame.</summary>
    /// <exception cref="ArgumentException">A header is longer than 65,535 octets.</exception>
    public static void Write(
        ArrayBufferWriter<byte> target, ulong sequence, long createdMs, int items, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> payload)
    {
        int start = target.WrittenCount;
        target.GetSpan(Preamble)[..Preamble].Clear();
        target.Advance(Preamble);
        foreach ((string name, string value) in headers)
        {
            WriteText(target, name);
            WriteText(target, value);
        }

        int headerOctets = target.WrittenCount - start - Preamble;
        target.Write(payload);

        Span<byte> frame = MemoryMarshal.AsMemory(target.WrittenMemory[start..]).Span;
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], headerOctets);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], items);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[16..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], createdMs);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[32..], SpoolChecksum.Of(frame[Preamble..]));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[36..], SpoolChecksum.Of(frame[..36]));
    }

    /// <summary>Reads what is in front of the content; false when it is cut off or not what was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out SpoolFrame frame)
    {
        frame = default;
        if (octets.Length < Preamble
            || BinaryPrimitives.ReadUInt32LittleEndian(octets) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(octets[36..]) != SpoolChecksum.Of(octets[..36]))
        {
            return false;
        }

        frame = new SpoolFrame(
            BinaryPrimitives.ReadInt32LittleEndian(octets[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(octets[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(octets[12..]),
            BinaryPrimitives.ReadUInt64LittleEndian(octets[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(octets[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(octets[32..]));
        return frame.HeaderOctets >= 0 && frame.PayloadOctets >= 0 && frame.Items >= 0 && (long)frame.HeaderOctets + frame.PayloadOctets <= Array.MaxLength;
    }

    /// <summary>Makes the batch of its content; null when the content is not what was written.</summary>
    public SpoolBatch? ToBatch(ReadOnlyMemory<byte> content)
    {
        if (content.Length != ContentOctets || SpoolChecksum.Of(content.Span) != ContentChecksum)
        {
            return null;
        }

        Dictionary<string, string> headers = [];
        ReadOnlySpan<byte> rest = content.Span[..HeaderOctets];
        while (!rest.IsEmpty)
        {
            if (!TryReadText(ref rest, out string name) || !TryReadText(ref rest, out string value))
            {
                return null;
            }

            headers[name] = value;
        }

        return new SpoolBatch(Sequence, CreatedMs, Items, headers, content[HeaderOctets..]);
    }

    private static void WriteText(ArrayBufferWriter<byte> target, string text)
    {
        int octets = Encoding.UTF8.GetByteCount(text);
        if (octets > ushort.MaxValue)
        {
            throw new ArgumentException("A header of a batch is too long.", nameof(text));
        }

        Span<byte> place = target.GetSpan(sizeof(ushort) + octets);
        BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)octets);
        Encoding.UTF8.GetBytes(text, place[sizeof(ushort)..]);
        target.Advance(sizeof(ushort) + octets);
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (rest.Length < sizeof(ushort))
        {
            return false;
        }

        int octets = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        rest = rest[sizeof(ushort)..];
        if (rest.Length < octets)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(rest[..octets]);
        rest = rest[octets..];
        return true;
    }
}
