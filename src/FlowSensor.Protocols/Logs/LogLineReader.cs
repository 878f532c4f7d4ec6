namespace FlowSensor.Protocols.Logs;

/// <summary>
/// Cuts a byte stream, handed over block by block, into lines. A line inside one block is handed on in place; one that crosses a block's
/// border is gathered. Whatever the blocks, the same octets give the same lines: LF or CRLF ends a line, more than <see cref="MaxLine"/>
/// octets of one are dropped and counted, NULs before a line (left by a crash or a truncation under a writer) are no part of it.
/// </summary>
public sealed class LogLineReader
{
    /// <summary>Octets kept of a line unless told otherwise: eight times what RFC 5424 6.1 asks a receiver to take.</summary>
    public const int DefaultMaxLine = 16_384;

    private readonly byte[] _gathered;
    private int _have;
    private bool _begun;
    private bool _isCut;

    /// <summary>Makes a reader.</summary>
    /// <param name="maxLine">Octets kept of a line.</param>
    public LogLineReader(int maxLine = DefaultMaxLine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLine, 1);
        MaxLine = maxLine;
        _gathered = new byte[maxLine + 1];
    }

    /// <summary>Octets kept of a line.</summary>
    public int MaxLine { get; }

    /// <summary>Lines handed on, empty ones included.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines of which something was dropped because they were too long.</summary>
    public long CutLines { get; private set; }

    /// <summary>NULs skipped before lines.</summary>
    public long Nuls { get; private set; }

    /// <summary>Octets taken since the last line end, kept or not: what lies before them is done with.</summary>
    public long PendingOctets { get; private set; }

    /// <summary>Forgets the line begun.</summary>
    public void Reset()
    {
        _have = 0;
        _begun = false;
        _isCut = false;
        PendingOctets = 0;
    }

    /// <summary>
    /// Takes the next line, without its end, from the front of <paramref name="data"/>; false when no line ends there, with all of
    /// <paramref name="data"/> taken. <paramref name="line"/> is valid until the next call.
    /// </summary>
    public bool TryNext(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> line)
    {
        int end = data.IndexOf((byte)'\n');
        if (end < 0)
        {
            Gather(data);
            PendingOctets += data.Length;
            data = default;
            line = default;
            return false;
        }

        ReadOnlySpan<byte> part = data[..end];
        data = data[(end + 1)..];
        if (_begun)
        {
            Gather(part);
            line = Finish(_gathered.AsSpan(0, _have));
        }
        else
        {
            line = Finish(WithoutNuls(part));
        }

        return true;
    }

    /// <summary>Takes what follows the last line end as a line; false when there is nothing.</summary>
    public bool TryFinish(out ReadOnlySpan<byte> line)
    {
        line = default;
        bool hasLine = _begun;
        if (hasLine)
        {
            line = Finish(_gathered.AsSpan(0, _have));
        }

        PendingOctets = 0;
        return hasLine;
    }

    private ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> line)
    {
        Lines++;
        bool isCut = _isCut;
        Reset();
        if (line is [.., (byte)'\r'] && line.Length <= MaxLine + 1 && !isCut)
        {
            line = line[..^1];
        }

        if (line.Length > MaxLine)
        {
            CutLines++;
            line = line[..MaxLine];
        }

        return line;
    }

    // One octet more than the limit is kept: it tells a line that is just as long as allowed, with CR or without, from one that is cut.
    private void Gather(ReadOnlySpan<byte> part)
    {
        if (!_begun)
        {
            part = WithoutNuls(part);
        }

        if (part.IsEmpty)
        {
            return;
        }

        _begun = true;
        int take = Math.Min(part.Length, _gathered.Length - _have);
        part[..take].CopyTo(_gathered.AsSpan(_have));
        _have += take;
        _isCut |= take < part.Length;
    }

    private ReadOnlySpan<byte> WithoutNuls(ReadOnlySpan<byte> part)
    {
        if (part is not [0, ..])
        {
            return part;
        }

        int first = part.IndexOfAnyExcept((byte)0);
        int nuls = first < 0 ? part.Length : first;
        Nuls += nuls;
        return part[nuls..];
    }
}
