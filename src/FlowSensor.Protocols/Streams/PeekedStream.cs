namespace FlowSensor.Protocols.Streams;

/// <summary>
/// A stream that can be looked into once, before it is read, and counts what it gives: to tell compressed content from plain by its first octets,
/// also where the stream cannot go back. Closing it leaves the stream below open.
/// </summary>
/// <param name="stream">The stream below.</param>
public sealed class PeekedStream(Stream stream) : Stream
{
    private byte[] _peeked = [];
    private int _length;
    private int _given;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Octets given so far.</summary>
    public long OctetsRead { get; private set; }

    /// <summary>The first octets, fewer when the stream ends before; they are given again when reading.</summary>
    /// <param name="most">How many to look at.</param>
    public ReadOnlySpan<byte> Peek(int most)
    {
        _peeked = new byte[most];
        _length = stream.ReadAtLeast(_peeked, most, throwOnEndOfStream: false);
        return _peeked.AsSpan(0, _length);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _length - _given);
        if (count > 0)
        {
            _peeked.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
        }
        else
        {
            count = stream.Read(buffer);
        }

        OctetsRead += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
