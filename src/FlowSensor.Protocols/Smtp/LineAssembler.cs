namespace FlowSensor.Protocols.Smtp;

/// <summary>
/// Cuts one direction of a text protocol into lines. A line inside one segment is handed on in place; one that crosses a
/// segment border is gathered up to <see cref="GatherLimit"/> octets, the rest of it dropped.
/// </summary>
public sealed class LineAssembler
{
    /// <summary>Octets kept of a line that comes in pieces: the command line of RFC 5321 4.5.3.1.4.</summary>
    public const int GatherLimit = 512;

    private byte[]? _gathered;
    private int _have;
    private bool _begun;
    private bool _skip;

    /// <summary>Forgets the line begun.</summary>
    public void Reset()
    {
        _have = 0;
        _begun = false;
        _skip = false;
    }

    /// <summary>After lost octets: what follows up to the next line end belongs to a line of unknown start.</summary>
    public void SkipLine()
    {
        Reset();
        _skip = true;
    }

    /// <summary>
    /// Takes the next line, without its CRLF or bare LF, from the front of <paramref name="data"/>; false when no line ends
    /// there, with all of <paramref name="data"/> taken. <paramref name="line"/> is valid until the next call.
    /// </summary>
    public bool TryNext(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int end = data.IndexOf((byte)'\n');
            if (end < 0)
            {
                if (!_skip)
                {
                    Gather(data);
                }

                data = default;
                line = default;
                return false;
            }

            ReadOnlySpan<byte> part = data[..end];
            data = data[(end + 1)..];
            if (_skip)
            {
                _skip = false;
                continue;
            }

            line = part;
            if (_begun)
            {
                Gather(part);
                line = _gathered.AsSpan(0, _have);
                _have = 0;
                _begun = false;
            }

            if (line is [.., (byte)'\r'])
            {
                line = line[..^1];
            }

            return true;
        }
    }

    private void Gather(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return;
        }

        _begun = true;
        _gathered ??= new byte[GatherLimit];
        int take = Math.Min(part.Length, GatherLimit - _have);
        part[..take].CopyTo(_gathered.AsSpan(_have));
        _have += take;
    }
}
