namespace FlowSensor.Engine.Tests.Logs;

/// <summary>A stretch of log that comes again and again, as a stream of any length.</summary>
internal sealed class RepeatedLog(byte[] stretch, long times) : Stream
{
    private long _left = times;
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
        if (_left == 0)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, stretch.Length - _position);
        stretch.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        if (_position == stretch.Length)
        {
            _position = 0;
            _left--;
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
