namespace FlowSensor.Benchmarks.Packets;

/// <summary>A capture file whose packets begin anew after the last, for ever.</summary>
internal sealed class EndlessCapture(byte[] capture) : Stream
{
    private const int HeaderLength = 24;

    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        _position = _position == capture.Length ? HeaderLength : _position;
        int count = Math.Min(buffer.Length, capture.Length - _position);
        capture.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
