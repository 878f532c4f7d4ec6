using System.Buffers.Binary;
using System.Numerics;

namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>SHA-224 (FIPS 180-4 5.3.2, 6.2, 6.3), which the framework does not have and HMAC-128-SHA-224 of RFC 7860 needs.</summary>
internal static class Sha224
{
    internal const int DigestSize = 28;
    internal const int BlockSize = 64;

    // FIPS 180-4 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static readonly uint[] Constants = CubeRootFractions();

    /// <summary>Hashes the parts one after the other.</summary>
    internal static void HashData(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        // FIPS 180-4 5.3.2.
        Span<uint> state =
        [
            0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4,
        ];
        Span<byte> block = stackalloc byte[BlockSize];
        int filled = 0;
        Absorb(state, block, ref filled, first);
        Absorb(state, block, ref filled, second);

        block[filled++] = 0x80;
        if (filled > BlockSize - sizeof(ulong))
        {
            block[filled..].Clear();
            Compress(state, block);
            filled = 0;
        }

        block[filled..].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(block[^sizeof(ulong)..], 8UL * (ulong)((long)first.Length + second.Length));
        Compress(state, block);
        for (int i = 0; i < DigestSize / sizeof(uint); i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[(i * sizeof(uint))..], state[i]);
        }
    }

    /// <summary>HMAC (RFC 2104) with SHA-224; the key is never longer than a block in USM.</summary>
    internal static void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        Span<byte> pad = stackalloc byte[BlockSize];
        Span<byte> inner = stackalloc byte[DigestSize];
        Pad(key, 0x36, pad);
        HashData(pad, data, inner);
        Pad(key, 0x5C, pad);
        HashData(pad, inner, destination);
    }

    private static void Pad(ReadOnlySpan<byte> key, byte value, Span<byte> pad)
    {
        pad.Fill(value);
        for (int i = 0; i < Math.Min(key.Length, BlockSize); i++)
        {
            pad[i] ^= key[i];
        }
    }

    private static void Absorb(Span<uint> state, Span<byte> block, ref int filled, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int taken = Math.Min(BlockSize - filled, data.Length);
            data[..taken].CopyTo(block[filled..]);
            data = data[taken..];
            filled += taken;
            if (filled == BlockSize)
            {
                Compress(state, block);
                filled = 0;
            }
        }
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> schedule = stackalloc uint[64];
        for (int t = 0; t < 64; t++)
        {
            schedule[t] = t < 16
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..])
                : SmallSigma(schedule[t - 2], 17, 19, 10) + schedule[t - 7] + SmallSigma(schedule[t - 15], 7, 18, 3) + schedule[t - 16];
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 64; t++)
        {
            uint one = h + BigSigma(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + Constants[t] + schedule[t];
            uint two = BigSigma(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + one, c, b, a, one + two);
        }

        ReadOnlySpan<uint> added = [a, b, c, d, e, f, g, h];
        for (int i = 0; i < added.Length; i++)
        {
            state[i] += added[i];
        }
    }

    private static uint BigSigma(uint x, int first, int second, int third) =>
        BitOperations.RotateRight(x, first) ^ BitOperations.RotateRight(x, second) ^ BitOperations.RotateRight(x, third);

    private static uint SmallSigma(uint x, int first, int second, int shift) =>
        BitOperations.RotateRight(x, first) ^ BitOperations.RotateRight(x, second) ^ (x >> shift);

    // floor(cbrt(p) * 2^32) as the integer cube root of p * 2^96; its low 32 bits are the fraction.
    private static uint[] CubeRootFractions()
    {
        var constants = new uint[64];
        int count = 0;
        for (uint candidate = 2; count < constants.Length; candidate++)
        {
            bool prime = true;
            for (uint divisor = 2; divisor * divisor <= candidate; divisor++)
            {
                prime &= candidate % divisor != 0;
            }

            if (prime)
            {
                BigInteger cube = (BigInteger)candidate << 96;
                BigInteger root = 0;
                for (int bit = 36; bit >= 0; bit--)
                {
                    BigInteger next = root | (BigInteger.One << bit);
                    root = next * next * next <= cube ? next : root;
                }

                constants[count++] = (uint)(root & uint.MaxValue);
            }
        }

        return constants;
    }
}
