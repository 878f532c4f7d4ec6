using System.Buffers.Binary;
using System.Security.Cryptography;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs;

/// <summary>A hash of octets with a seed of this process, so that nobody can write names that collide.</summary>
internal static class TextHash
{
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    /// <summary>The hash of a text, begun with another one: 0, or the hash of what it belongs to.</summary>
    public static ulong Of(ReadOnlySpan<byte> text, ulong begun = 0)
    {
        ulong hash = Seed ^ begun ^ ((ulong)text.Length * 0x9E37_79B9_7F4A_7C15);
        while (text.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[8..];
        }

        ulong last = 0;
        for (int index = 0; index < text.Length; index++)
        {
            last |= (ulong)text[index] << (8 * index);
        }

        return Mix(hash ^ last ^ 0xD6E8_FEB8_6659_FD93);
    }

    private static ulong Mix(ulong value) => FoldedProduct.Of(value, 0xA076_1D64_78BD_642F);
}
