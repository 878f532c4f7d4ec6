using System.Buffers.Binary;
using System.Text;

namespace FlowSensor.Generator.Packets;

/// <summary>Builds DNS messages: a query for one of many names, and its answer.</summary>
internal sealed class DnsTalk
{
    private static readonly ushort[] Types = [1, 1, 1, 1, 28, 28, 15, 12];

    private readonly byte[] _message = new byte[512];

    /// <summary>Builds a message.</summary>
    /// <param name="id">Message id.</param>
    /// <param name="name">Number of the name.</param>
    /// <param name="isResponse">The answer to the query of the same numbers.</param>
    public ReadOnlySpan<byte> Message(ushort id, uint name, bool isResponse)
    {
        bool exists = name % 5 != 0;
        ushort type = Types[name & 7];
        Span<byte> at = _message;
        BinaryPrimitives.WriteUInt16BigEndian(at, id);
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], (ushort)(!isResponse ? 0x0100 : exists ? 0x8180 : 0x8183));
        BinaryPrimitives.WriteUInt16BigEndian(at[4..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(at[6..], (ushort)(isResponse && exists ? 1 : 0));
        BinaryPrimitives.WriteUInt32BigEndian(at[8..], 1);
        int length = 12;
        length += Label(at[length..], $"host{name}");
        length += Label(at[length..], "example");
        length += Label(at[length..], name % 3 == 0 ? "org" : "com");
        at[length++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(at[length..], type);
        BinaryPrimitives.WriteUInt16BigEndian(at[(length + 2)..], 1);
        length += 4;
        if (isResponse && exists)
        {
            length += Answer(at[length..], type);
        }

        // RFC 6891 6.1.2: an OPT record of 1232 octets.
        ReadOnlySpan<byte> option = [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0];
        option.CopyTo(at[length..]);
        return at[..(length + option.Length)];
    }

    private static int Answer(Span<byte> at, ushort type)
    {
        int data = type == 28 ? 16 : type == 1 ? 4 : 24;
        BinaryPrimitives.WriteUInt16BigEndian(at, 0xC00C);
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], type);
        BinaryPrimitives.WriteUInt16BigEndian(at[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(at[6..], 300);
        BinaryPrimitives.WriteUInt16BigEndian(at[10..], (ushort)data);
        at.Slice(12, data).Clear();
        return 12 + data;
    }

    private static int Label(Span<byte> at, string label)
    {
        at[0] = (byte)label.Length;
        return 1 + Encoding.ASCII.GetBytes(label, at[1..]);
    }
}
