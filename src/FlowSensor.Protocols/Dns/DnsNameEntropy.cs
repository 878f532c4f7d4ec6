namespace FlowSensor.Protocols.Dns;

/// <summary>
/// How much a name says that nobody reads: the entropy of the octets above its last two labels, in either case of letters. Data in any alphabet has
/// over three bits an octet; so have long host names, so that it proves nothing of one name, but something of many different ones.
/// </summary>
internal static class DnsNameEntropy
{
    /// <summary>Fewer octets have too little room for data, and their entropy means nothing.</summary>
    public const int LeastOctets = 20;

    private const int MaxOctets = 255;
    private static readonly float[] Logarithms = [0, .. Enumerable.Range(1, MaxOctets).Select(static number => number * MathF.Log2(number))];

    /// <summary>Bits an octet; 0 where there are fewer than <see cref="LeastOctets"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="offset">Where the name stands, which was walked before; compressed names are not measured.</param>
    /// <param name="labels">Its labels.</param>
    public static float Of(ReadOnlySpan<byte> message, int offset, int labels)
    {
        if (labels < 3)
        {
            return 0;
        }

        int total = OctetsOf(message, offset, labels - 2);
        if (total < LeastOctets)
        {
            return 0;
        }

        Span<byte> counts = stackalloc byte[256];
        float sum = 0;
        for (int label = 0; label < labels - 2; label++)
        {
            int length = message[offset];
            foreach (byte octet in message.Slice(offset + 1, length))
            {
                ref byte count = ref counts[(uint)(octet - 'A') <= 'Z' - 'A' ? octet | 0x20 : octet];
                sum -= Logarithms[count];
                sum += Logarithms[++count];
            }

            offset += length + 1;
        }

        // H = log2 n - (1/n) sum c log2 c (Shannon, 1948).
        return (Logarithms[total] - sum) / total;
    }

    // Octets of so many labels; 0 where they do not lie there one after the other.
    private static int OctetsOf(ReadOnlySpan<byte> message, int offset, int labels)
    {
        int total = 0;
        for (; labels > 0; labels--)
        {
            int length = (uint)offset < (uint)message.Length ? message[offset] : 0;
            if (length is 0 or > 63 || length >= message.Length - offset || total + length > MaxOctets)
            {
                return 0;
            }

            total += length;
            offset += length + 1;
        }

        return total;
    }
}
