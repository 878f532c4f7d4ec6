namespace FlowSensor.Protocols.Packets;

/// <summary>Buffers of three sizes under one limit of octets, kept for reuse.</summary>
internal sealed class FragmentBuffers
{
    // An ordinary two-fragment datagram, a large DNS answer or export, and the largest IP packet with room for its header.
    private static readonly int[] Sizes = [4 << 10, 16 << 10, FragmentedDatagram.HeaderRoom + FragmentedDatagram.MaxLength];

    private readonly Stack<byte[]>[] _free = [new(), new(), new()];
    private readonly long _maxOctets;

    internal FragmentBuffers(long maxOctets)
    {
        _maxOctets = maxOctets;
    }

    /// <summary>Octets of all buffers, used and free.</summary>
    internal long Octets { get; private set; }

    /// <summary>A buffer of at least the length, or null when the limit leaves no room for it.</summary>
    internal byte[]? TryTake(int length)
    {
        int size = 0;
        while (Sizes[size] < length)
        {
            size++;
        }

        if (_free[size].TryPop(out byte[]? buffer))
        {
            return buffer;
        }

        for (int other = 0; other < Sizes.Length && Octets + Sizes[size] > _maxOctets; other++)
        {
            while (Octets + Sizes[size] > _maxOctets && _free[other].TryPop(out _))
            {
                Octets -= Sizes[other];
            }
        }

        if (Octets + Sizes[size] > _maxOctets)
        {
            return null;
        }

        Octets += Sizes[size];
        return GC.AllocateUninitializedArray<byte>(Sizes[size]);
    }

    /// <summary>Takes a buffer back.</summary>
    internal void Return(byte[] buffer) => _free[Array.IndexOf(Sizes, buffer.Length)].Push(buffer);
}
