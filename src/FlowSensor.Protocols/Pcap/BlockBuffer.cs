using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Pcap;

/// <summary>
/// A window over a stream that is filled with large reads. What is asked for is always contiguous: a packet that straddles
/// the end of the window is moved to its front once, before the next read.
/// </summary>
internal sealed class BlockBuffer
{
    /// <summary>The largest piece that can be looked at.</summary>
    internal const int Capacity = 1 << 20;

    // Asked of the stream at once: enough to make a call cheap, little enough to leave the processor's cache to others.
    private const int ReadLength = 1 << 17;

    private readonly Stream _stream;
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity);
    private int _start;
    private int _end;

    internal BlockBuffer(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>Octets that can be looked at without reading.</summary>
    internal int Available => _end - _start;

    /// <summary>True when the stream turned out to be damaged gzip data.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Sees to it that <paramref name="count"/> octets can be looked at; false when the stream ends before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Ensure(int count) => _end - _start >= count || Fill(count);

    /// <summary>The next octets, which <see cref="Ensure"/> has promised.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> Peek(int count) => new(_bytes, _start, count);

    /// <summary>Steps over octets that are in the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Consume(int count) => _start += count;

    /// <summary>Steps over octets that need not be in the window; false when the stream ends before.</summary>
    internal bool Skip(long count)
    {
        while (count > Available)
        {
            count -= Available;
            _start = _end;
            if (!Fill(1))
            {
                return false;
            }
        }

        _start += (int)count;
        return true;
    }

    private bool Fill(int count)
    {
        if (count > Capacity)
        {
            return false;
        }

        Buffer.BlockCopy(_bytes, _start, _bytes, 0, Available);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            int read = Read();
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    private int Read()
    {
        try
        {
            return _stream.Read(_bytes, _end, Math.Min(ReadLength, Capacity - _end));
        }
        catch (InvalidDataException)
        {
            IsDamaged = true;
            return 0;
        }
    }
}
