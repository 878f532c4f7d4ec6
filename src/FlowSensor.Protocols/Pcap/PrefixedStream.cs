namespace FlowSensor.Protocols.Pcap;

/// <summary>A stream whose first octets were read already, to look at them; gives those first and counts what it gives.</summary>
internal sealed class PrefixedStream : Stream
{
    private readonly Stream _stream;
    private readonly byte[] _prefix;
    private readonly int _prefixLength;
    private int _given;

    internal PrefixedStream(Stream stream, byte[] prefix, int prefixLength)
    {
        _stream = stream;
        _prefix = prefix;
        _prefixLength = prefixLength;
    }

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
    internal long BytesRead { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (_given < _prefixLength)
        {
            count = Math.Min(buffer.Length, _prefixLength - _given);
            _prefix.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
        }
        else
        {
            count = _stream.Read(buffer);
        }

        BytesRead += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
