using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>Writes the fields of one record.</summary>
internal static class FieldWriter
{
    public static void Write(EncodedField[] fields, ReadOnlySpan<ulong> slots, long bootMs, Span<byte> destination)
    {
        foreach (EncodedField field in fields)
        {
            Span<byte> octets = destination[..field.Length];
            destination = destination[field.Length..];
            ulong value = slots[field.Slot];
            switch (field.Kind)
            {
                case EncodedKind.IPv4Address:
                    ulong low = slots[field.Slot + 1];
                    BinaryPrimitives.WriteUInt32BigEndian(octets, value == 0 && low >> 32 == 0xFFFF ? (uint)low : 0);
                    break;
                case EncodedKind.IPv6Address:
                    BinaryPrimitives.WriteUInt64BigEndian(octets, value);
                    BinaryPrimitives.WriteUInt64BigEndian(octets[8..], slots[field.Slot + 1]);
                    break;
                case EncodedKind.Uptime:
                    BinaryPrimitives.WriteUInt32BigEndian(octets, Uptime((long)value, bootMs));
                    break;
                default:
                    WriteInteger(octets, value);
                    break;
            }
        }
    }

    /// <summary>Milliseconds since boot; a time before it is the boot itself.</summary>
    public static uint Uptime(long timeMs, long bootMs) => (uint)Math.Clamp(timeMs - bootMs, 0, uint.MaxValue);

    private static void WriteInteger(Span<byte> octets, ulong value)
    {
        switch (octets.Length)
        {
            case 1:
                octets[0] = (byte)Math.Min(value, byte.MaxValue);
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)Math.Min(value, ushort.MaxValue));
                break;
            case 4:
                BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)Math.Min(value, uint.MaxValue));
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(octets, value);
                break;
        }
    }
}
