using System.Globalization;
using System.Text;

namespace FlowSensor.Engine.Abuse.Reading;

/// <summary>
/// Splits an mbox into messages (RFC 4155 and its older dialects). A line <c>From </c> begins a message when it is the first of
/// the file, or when it names a sender or has the dash or the time that programs write there, and a header field follows it: so
/// a body's <c>From here on</c> does not, quoted (mboxo, mboxrd) or not. Where <c>Content-Length</c> leads exactly to the next such line or to the end (mboxcl, mboxcl2), the
/// body is taken whole; a length that does not is not believed.
/// </summary>
/// <param name="file">The mailbox, which can seek.</param>
/// <param name="name">Its name, for people.</param>
/// <param name="limit">Octets of a message to keep.</param>
internal sealed class MboxReader(Stream file, string name, int limit)
{
    private const int BlockSize = 1 << 16;
    private const int LongestFieldLine = 1_024;
    private static readonly byte[] Mark = "From "u8.ToArray();

    private readonly byte[] _block = new byte[BlockSize];
    private readonly byte[] _peek = new byte[LongestFieldLine];
    private long _blockStart;
    private int _filled;

    /// <summary>The messages in their order.</summary>
    public IEnumerable<MailboxMessage> Read()
    {
        using MessageCollector message = new(limit);
        long messageStart = SkipByteOrderMark();
        long at = messageStart;
        bool inHeader = true, afterEmpty = false;
        long contentLength = -1;
        while (TryLine(at, out int start, out int length, out bool isEnd))
        {
            if (at > messageStart && IsWrittenMark(_block.AsSpan(start, length), afterEmpty))
            {
                long next = AfterLine(at);
                if (IsField(next))
                {
                    yield return message.Take(Place(messageStart));
                    messageStart = at;
                    (inHeader, afterEmpty, contentLength) = (true, false, -1);
                    continue;
                }

                // Looking ahead moved the block.
                TryLine(at, out start, out length, out isEnd);
            }

            ReadOnlyMemory<byte> line = _block.AsMemory(start, length);
            message.Add(line.Span);
            at += length;
            bool isEmpty = isEnd && line.Span is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
            if (inHeader && isEmpty)
            {
                inHeader = false;
                if (contentLength > 0 && contentLength <= file.Length - at && LeadsToMessage(at + contentLength))
                {
                    at = AddWhole(message, at, contentLength);
                    isEmpty = true;
                }
            }
            else if (inHeader)
            {
                contentLength = ContentLength(line.Span, contentLength);
            }

            afterEmpty = isEmpty;
            while (!isEnd && TryLine(at, out start, out length, out isEnd))
            {
                message.Add(_block.AsSpan(start, length));
                at += length;
            }
        }

        if (message.Length > 0)
        {
            yield return message.Take(Place(messageStart));
        }
    }

    /// <summary>True for a line that may begin a message.</summary>
    public static bool IsMark(ReadOnlySpan<byte> line) => line.StartsWith(Mark);

    private static bool IsWrittenMark(ReadOnlySpan<byte> line, bool afterEmpty)
    {
        if (!IsMark(line))
        {
            return false;
        }

        int colon = line.LastIndexOf((byte)':');
        bool hasTime = colon > 5 && line[colon - 3] == (byte)':' && char.IsAsciiDigit((char)line[colon - 1]);
        return hasTime || line[Mark.Length..].StartsWith("-"u8) || (afterEmpty && line.Contains((byte)'@'));
    }

    private string Place(long offset) => string.Create(CultureInfo.InvariantCulture, $"{name} at {offset}");

    private static long ContentLength(ReadOnlySpan<byte> line, long known)
    {
        ReadOnlySpan<byte> field = "Content-Length:"u8;
        return line.Length > field.Length && Ascii.EqualsIgnoreCase(line[..field.Length], field)
            && long.TryParse(line[field.Length..].Trim(" \t\r\n"u8), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
                ? length
                : known;
    }

    private long SkipByteOrderMark()
    {
        int read = Peek(0);
        return read >= 3 && _peek is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
    }

    // A header field: a name of printable characters, and a colon (RFC 5322 2.2). Some old programs quote a second mark.
    private bool IsField(long offset)
    {
        ReadOnlySpan<byte> line = _peek.AsSpan(0, Peek(offset));
        if (line.StartsWith(">From "u8))
        {
            return true;
        }

        int colon = line.IndexOf((byte)':');
        return colon > 0 && line[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private bool LeadsToMessage(long offset)
    {
        ReadOnlySpan<byte> rest = _peek.AsSpan(0, Peek(offset)).TrimStart("\r\n"u8);
        return rest.IsEmpty || IsMark(rest);
    }

    private long AddWhole(MessageCollector message, long at, long length)
    {
        for (long end = at + length; at < end;)
        {
            Fill(at);
            int taken = (int)Math.Min(_filled, end - at);
            message.Add(_block.AsSpan(0, taken));
            at += taken;
        }

        return at;
    }

    private long AfterLine(long at)
    {
        bool isEnd = false;
        while (!isEnd && TryLine(at, out _, out int length, out isEnd))
        {
            at += length;
        }

        return at;
    }

    // One line, or as much of it as fits the block.
    private bool TryLine(long at, out int start, out int length, out bool isEnd)
    {
        start = (int)Math.Min(at - _blockStart, int.MaxValue);
        int end = start >= 0 && start < _filled ? _block.AsSpan(start, _filled - start).IndexOf((byte)'\n') : -1;
        if (end < 0)
        {
            Fill(at);
            start = 0;
            end = _block.AsSpan(0, _filled).IndexOf((byte)'\n');
        }

        isEnd = end >= 0;
        length = isEnd ? end + 1 : _filled;
        return length > 0;
    }

    private void Fill(long at)
    {
        file.Position = at;
        _filled = file.ReadAtLeast(_block, BlockSize, throwOnEndOfStream: false);
        _blockStart = at;
    }

    private int Peek(long at)
    {
        file.Position = at;
        return file.ReadAtLeast(_peek, _peek.Length, throwOnEndOfStream: false);
    }
}
