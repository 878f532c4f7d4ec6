using System.Security.Cryptography;

namespace FlowSensor.Engine.Abuse.Reading;

/// <summary>
/// Gathers one message block by block: keeps its beginning, counts all of it, and sums up its identity, in memory that does
/// not depend on its length.
/// </summary>
/// <param name="limit">Octets to keep.</param>
internal sealed class MessageCollector(int limit) : IDisposable
{
    // Header lines are looked at whole up to this length; no field that mail programs change is longer.
    private const int LongestChangedLine = 256;

    private static readonly string[] ChangedFields =
        ["From ", "Status:", "X-Status:", "X-Keywords:", "X-UID:", "X-UIDL:", "X-Mozilla-", "Content-Length:", "Lines:", "X-IMAPbase:", "X-IMAP:"];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> _line = new(LongestChangedLine);
    private MemoryStream _kept = new();
    private long _length;
    private bool _inHeader = true;
    private bool _isLongLine;

    /// <summary>Octets so far.</summary>
    public long Length => _length;

    /// <summary>Adds octets.</summary>
    public void Add(ReadOnlySpan<byte> octets)
    {
        int room = (int)Math.Min(Math.Max(0, limit - _kept.Length), octets.Length);
        _kept.Write(octets[..room]);
        _length += octets.Length;
        while (_inHeader && octets.Length > 0)
        {
            int end = octets.IndexOf((byte)'\n');
            AddHeader(end < 0 ? octets : octets[..(end + 1)], end >= 0);
            octets = end < 0 ? [] : octets[(end + 1)..];
        }

        _hash.AppendData(octets);
    }

    /// <summary>The message gathered, and begins anew.</summary>
    public MailboxMessage Take(string place)
    {
        if (_line.Count > 0)
        {
            HashLine();
        }

        var message = new MailboxMessage
        {
            Place = place,
            Identity = Convert.ToHexStringLower(_hash.GetHashAndReset()),
            Content = _kept.GetBuffer().AsMemory(0, (int)_kept.Length),
            Length = _length,
        };
        _kept = new MemoryStream();
        _length = 0;
        _inHeader = true;
        _isLongLine = false;
        return message;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void AddHeader(ReadOnlySpan<byte> part, bool isEnd)
    {
        if (_isLongLine)
        {
            _hash.AppendData(part);
            _isLongLine = !isEnd;
            return;
        }

        if (_line.Count + part.Length > LongestChangedLine)
        {
            HashLine();
            _hash.AppendData(part);
            _isLongLine = !isEnd;
            return;
        }

        _line.AddRange(part);
        if (isEnd)
        {
            _inHeader = _line is not ([(byte)'\n'] or [(byte)'\r', (byte)'\n']);
            HashLine();
        }
    }

    private void HashLine()
    {
        ReadOnlySpan<byte> line = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);
        if (!IsChangedField(line))
        {
            _hash.AppendData(line);
        }

        _line.Clear();
    }

    private static bool IsChangedField(ReadOnlySpan<byte> line)
    {
        foreach (string field in ChangedFields)
        {
            if (line.Length >= field.Length && System.Text.Ascii.EqualsIgnoreCase(line[..field.Length], field))
            {
                return true;
            }
        }

        return false;
    }
}
