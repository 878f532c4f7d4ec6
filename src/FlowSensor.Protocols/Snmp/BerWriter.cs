using System.Formats.Asn1;

namespace FlowSensor.Protocols.Snmp;

/// <summary>The SNMP types on top of the framework's BER writer.</summary>
internal static class BerWriter
{
    private const int HeaderRoom = 4;

    /// <summary>The context tag of a PDU.</summary>
    internal static Asn1Tag Tag(SnmpPduType type) => new(TagClass.ContextSpecific, (int)type, isConstructed: true);

    internal static void WriteName(AsnWriter writer, ObjectIdentifier name)
    {
        ReadOnlySpan<uint> arcs = name.Arcs;
        Span<byte> content = stackalloc byte[HeaderRoom + (ObjectIdentifier.MaximumArcs * 5)];
        int length = 0;
        for (int i = 1; i < Math.Max(arcs.Length, 2); i++)
        {
            ulong arc = i < arcs.Length ? arcs[i] : 0;
            arc += i == 1 && arcs.Length > 0 ? arcs[0] * 40UL : 0;
            int groups = 1;
            while (arc >> (7 * groups) != 0)
            {
                groups++;
            }

            for (int group = groups - 1; group >= 0; group--)
            {
                content[HeaderRoom + length++] = (byte)(((arc >> (7 * group)) & 0x7F) | (group == 0 ? 0u : 0x80u));
            }
        }

        WriteElement(writer, (byte)SnmpValueKind.ObjectIdentifier, content, length);
    }

    internal static void WriteValue(AsnWriter writer, SnmpValue value)
    {
        switch (value.Kind)
        {
            case SnmpValueKind.Integer:
                writer.WriteInteger(value.Number);
                break;
            case SnmpValueKind.Counter32 or SnmpValueKind.Gauge32 or SnmpValueKind.TimeTicks:
                writer.WriteInteger((ulong)value.Number & uint.MaxValue, Application(value.Kind));
                break;
            case SnmpValueKind.Counter64:
                writer.WriteInteger(unchecked((ulong)value.Number), Application(value.Kind));
                break;
            case SnmpValueKind.IpAddress:
                Span<byte> address = stackalloc byte[4];
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(address, (uint)value.Number);
                writer.WriteOctetString(address, Application(value.Kind));
                break;
            case SnmpValueKind.OctetString:
                writer.WriteOctetString(value.Octets);
                break;
            case SnmpValueKind.Opaque:
                writer.WriteOctetString(value.Octets, Application(value.Kind));
                break;
            case SnmpValueKind.ObjectIdentifier:
                WriteName(writer, value.Name);
                break;
            case SnmpValueKind.NoSuchObject or SnmpValueKind.NoSuchInstance or SnmpValueKind.EndOfMibView:
                writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, (int)value.Kind & 0x1F));
                break;
            default:
                writer.WriteNull();
                break;
        }
    }

    private static Asn1Tag Application(SnmpValueKind kind) => new(TagClass.Application, (int)kind & 0x1F);

    // The content stands at offset HeaderRoom; tag and length go right before it.
    private static void WriteElement(AsnWriter writer, byte tag, Span<byte> buffer, int length)
    {
        int start = HeaderRoom - 1;
        int rest = length;
        if (length < 0x80)
        {
            buffer[start] = (byte)length;
        }
        else
        {
            for (; rest > 0; rest >>= 8)
            {
                buffer[start--] = (byte)rest;
            }

            buffer[start] = (byte)(0x80 + HeaderRoom - 1 - start);
        }

        buffer[--start] = tag;
        writer.WriteEncodedValue(buffer[start..(HeaderRoom + length)]);
    }
}
