using FlowSensor.Capture.Files;
using FlowSensor.Protocols.Logs;
using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Engine.Logs.Following;

/// <summary>One file of a followed log, kept open, so that renaming or deleting it takes nothing away.</summary>
internal sealed class FollowedFile : IDisposable
{
    private const int TailLength = 256;

    private readonly SafeFileHandle _handle;
    private readonly LogLineReader _lines;
    private readonly byte[] _head = new byte[FilePrint.MaxLength];
    private readonly byte[] _scratch = new byte[FilePrint.MaxLength];
    private int _headLength;
    private FilePrint _tail;
    private long _position;

    private FollowedFile(SafeFileHandle handle, int maxLine)
    {
        _handle = handle;
        _lines = new LogLineReader(maxLine);
        Identity = FileIdentity.Of(handle);
    }

    internal FileIdentity Identity { get; }

    /// <summary>Octets that are done.</summary>
    internal long Done => _position - _lines.PendingOctets;

    /// <summary>When it grew last, in the milliseconds of the caller.</summary>
    internal long GrewMs { get; set; }

    /// <summary>Its first octets as they were read.</summary>
    internal FilePrint Head => FilePrint.Of(_head.AsSpan(0, _headLength));

    internal FollowedPosition Position => new(Identity.Device, Identity.Inode, Done, Head, _tail);

    internal long CutLines => _lines.CutLines;

    /// <summary>Opens a file from its start.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static FollowedFile Open(string path, int maxLine) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), maxLine);

    /// <summary>Opens a file where it was left; null when it is not the same or has become shorter.</summary>
    internal static FollowedFile? OpenAt(string path, FollowedPosition position, int maxLine)
    {
        FollowedFile file = Open(path, maxLine);
        if (file.TryGoTo(position))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>True while what was read last is still there. False after the file was emptied, even if it has grown past that since.</summary>
    internal bool IsWhole() =>
        RandomAccess.GetLength(_handle) >= Done && FilePrint.Of(Peek(Done - _tail.Length, _tail.Length)) == _tail;

    /// <summary>True when it begins as the other octets do, as far as both go: one is a copy of the other, at another time perhaps.</summary>
    internal bool BeginsLike(ReadOnlySpan<byte> other)
    {
        ReadOnlySpan<byte> beginning = _headLength > 0 ? _head.AsSpan(0, _headLength) : Peek(0, FilePrint.MaxLength);
        int length = Math.Min(beginning.Length, other.Length);
        return length > 0 && beginning[..length].SequenceEqual(other[..length]);
    }

    /// <summary>Reads what is new.</summary>
    /// <param name="block">Memory to read into.</param>
    /// <param name="most">Octets after which it stops, to let others have a turn.</param>
    /// <param name="take">Takes the lines.</param>
    /// <returns>Octets read.</returns>
    internal long Read(byte[] block, long most, LineTaker take)
    {
        if (RandomAccess.GetLength(_handle) < _position)
        {
            // A line that was begun is gone, what came before is not.
            _position = Done;
            _lines.Reset();
        }

        long read = 0;
        while (read < most && RandomAccess.Read(_handle, block, _position) is int count and > 0)
        {
            Take(block.AsSpan(0, count), take);
            read += count;
        }

        return read;
    }

    /// <summary>Hands on what follows the last line end: nothing more will come.</summary>
    internal void Finish(LineTaker take)
    {
        if (_lines.TryFinish(out ReadOnlySpan<byte> line))
        {
            take(line);
            int tail = (int)Math.Min(TailLength, _position);
            _tail = FilePrint.Of(Peek(_position - tail, tail));
        }
    }

    /// <summary>Begins again at the start: the file was emptied.</summary>
    internal void StartOver()
    {
        _lines.Reset();
        _position = 0;
        _headLength = 0;
        _tail = default;
    }

    /// <summary>Goes on at the present end: the file lost what lay behind it, but is the same one still.</summary>
    internal bool TryGoToEnd()
    {
        FilePrint head = Head;
        long length = RandomAccess.GetLength(_handle);
        if (head.Length == 0 || length < head.Length || !head.Fits(Peek(0, head.Length)))
        {
            return false;
        }

        _lines.Reset();
        _position = length;
        int tail = (int)Math.Min(TailLength, length);
        _tail = FilePrint.Of(Peek(length - tail, tail));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private bool TryGoTo(FollowedPosition position)
    {
        if (position.Offset < 0 || RandomAccess.GetLength(_handle) < Math.Max(position.Offset, position.Head.Length) || position.Tail.Length > position.Offset
            || !position.Head.Fits(Peek(0, position.Head.Length)) || FilePrint.Of(Peek(position.Offset - position.Tail.Length, position.Tail.Length)) != position.Tail)
        {
            return false;
        }

        ReadOnlySpan<byte> head = Peek(0, (int)Math.Min(FilePrint.MaxLength, Math.Max(position.Offset, position.Head.Length)));
        head.CopyTo(_head);
        _headLength = head.Length;
        _position = position.Offset;
        _tail = position.Tail;
        return true;
    }

    private ReadOnlySpan<byte> Peek(long offset, int length)
    {
        int wanted = Math.Clamp(length, 0, _scratch.Length);
        int have = 0;
        while (have < wanted && RandomAccess.Read(_handle, _scratch.AsSpan(have, wanted - have), offset + have) is int read and > 0)
        {
            have += read;
        }

        return _scratch.AsSpan(0, have);
    }

    private void Take(ReadOnlySpan<byte> block, LineTaker take)
    {
        if (_position < FilePrint.MaxLength)
        {
            int add = Math.Min(block.Length, FilePrint.MaxLength - (int)_position);
            block[..add].CopyTo(_head.AsSpan((int)_position));
            _headLength = Math.Max(_headLength, (int)_position + add);
        }

        _position += block.Length;
        ReadOnlySpan<byte> data = block;
        while (_lines.TryNext(ref data, out ReadOnlySpan<byte> line))
        {
            take(line);
        }

        if (_lines.PendingOctets < block.Length)
        {
            ReadOnlySpan<byte> done = block[..^(int)_lines.PendingOctets];
            _tail = FilePrint.Of(done[^Math.Min(TailLength, done.Length)..]);
        }
    }
}
