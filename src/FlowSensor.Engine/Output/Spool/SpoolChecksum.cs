using System.Buffers.Binary;
using System.Numerics;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>CRC-32C (Castagnoli, RFC 9260 appendix A), which processors compute by themselves.</summary>
internal static class SpoolChecksum
{
    /// <summary>The checksum of some octets.</summary>
    public static uint Of(ReadOnlySpan<byte> octets)
    {
        uint crc = uint.MaxValue;
        while (octets.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[sizeof(ulong)..];
        }

        foreach (byte octet in octets)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
