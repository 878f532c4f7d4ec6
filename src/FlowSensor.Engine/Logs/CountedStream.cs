namespace FlowSensor.Engine.Logs;

/// <summary>A stream that can be looked into once, before it is read, and counts what it gives.</summary>
internal sealed class CountedStream(Stream stream) : Stream
{
    private readonly byte[] _peeked = new byte[2];
    private int _peekedLength;
    private int _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Octets given so far.</summary>
    public long OctetsRead { get; private set; }

    /// <summary>The first two octets, fewer when the stream ends before; they are given again when reading.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        _peekedLength = stream.ReadAtLeast(_peeked, _peeked.Length, throwOnEndOfStream: false);
        return _peeked.AsSpan(0, _peekedLength);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _peekedLength - _given);
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

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
