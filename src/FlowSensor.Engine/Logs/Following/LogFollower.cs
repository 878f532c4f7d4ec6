using FlowSensor.Capture.Files;

namespace FlowSensor.Engine.Logs.Following;

/// <summary>
/// Follows a log that is written to, across rotation by rename and by copying and emptying, without loss and without repeats. Files are
/// known by inode and by their first octets, and a position by the octets before it, so that a name, a size or a clock cannot mislead.
/// Asked in turns by one thread; what it has handed on and <see cref="State"/> belong together.
/// </summary>
public sealed class LogFollower : IDisposable
{
    private const int BlockOctets = 256 * 1_024;
    private const int MaxDone = 512;
    private const int MaxFiles = 16;

    private readonly string _path;
    private readonly int _maxLine;
    private readonly long _quietMs;
    private readonly List<FollowedFile> _rotated = [];
    private readonly List<FilePrint> _done = [];
    private readonly byte[] _block = GC.AllocateUninitializedArray<byte>(BlockOctets);
    private FollowedFile? _current;

    /// <summary>Begins to follow.</summary>
    /// <param name="path">The log; it need not be there yet.</param>
    /// <param name="maxLine">Octets kept of a line.</param>
    /// <param name="quiet">A renamed file that has not grown for this long is done: its writer has opened the new one.</param>
    public LogFollower(string path, int maxLine, TimeSpan quiet)
    {
        _path = System.IO.Path.GetFullPath(path);
        _maxLine = maxLine;
        _quietMs = (long)quiet.TotalMilliseconds;
    }

    /// <summary>The log.</summary>
    public string Path => _path;

    /// <summary>What happened.</summary>
    public FollowCounters Counters { get; } = new();

    /// <summary>Why the log could not be read at the last turn; null when it could.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Set when the state changed without a line being read.</summary>
    internal bool HasMoved { get; set; }

    /// <summary>How far it has been read: everything handed on, nothing else.</summary>
    public FollowState State => new([.. _rotated.Append(_current).OfType<FollowedFile>().Select(static file => file.Position)], [.. _done]);

    /// <summary>Begins where an earlier run left off, reading what was rotated away since; call before the first turn.</summary>
    /// <param name="state">What was kept; null at the first run ever, when rotated files are left alone.</param>
    /// <param name="sink">Takes lines.</param>
    public void Begin(FollowState? state, LineTaker sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (state is null)
        {
            _done.AddRange(RotatedFiles.Of(_path).Select(static file => FilePrint.Of(RotatedFiles.Beginning(file))).Where(static print => print.Length > 0));
            return;
        }

        _done.AddRange(state.Done.TakeLast(MaxDone));
        foreach (FollowedPosition position in state.Files.TakeLast(MaxFiles))
        {
            Resume(position, sink);
        }

        CatchUp(sink);
    }

    /// <summary>Hands on what is new.</summary>
    /// <param name="sink">Takes lines.</param>
    /// <param name="nowMs">A clock that only goes forward.</param>
    /// <param name="most">Octets of one turn.</param>
    /// <returns>True when something was read.</returns>
    public bool Turn(LineTaker sink, long nowMs, long most = 16 << 20)
    {
        ArgumentNullException.ThrowIfNull(sink);
        try
        {
            Trouble = null;
            bool hasRead = ReadRotated(sink, nowMs);
            return ReadCurrent(sink, nowMs, most) || hasRead;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Trouble = $"The log {_path} cannot be read: {failure.Message}";
            return false;
        }
    }

    /// <summary>Hands on what follows the last line end, of a log that is not written to any more.</summary>
    public void Finish(LineTaker sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _current?.Finish(Taker(sink));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current?.Dispose();
        _rotated.ForEach(static file => file.Dispose());
    }

    private bool ReadCurrent(LineTaker sink, long nowMs, long most)
    {
        if (_current is null && !TryOpen(nowMs))
        {
            return false;
        }

        bool hasRead = Read(_current!, sink, nowMs, most, out bool isAtEnd);
        FileIdentity named = isAtEnd ? FileIdentity.Of(_path) : FileIdentity.Unknown;
        if (!named.IsKnown || named == _current!.Identity)
        {
            return hasRead;
        }

        // The name belongs to another file now; the writer may still have the old one for a while.
        Counters.Renamed++;
        _current.GrewMs = nowMs;
        _rotated.Add(_current);
        _current = null;
        CatchUp(sink);
        return (TryOpen(nowMs) && Read(_current!, sink, nowMs, most, out _)) || hasRead;
    }

    private bool ReadRotated(LineTaker sink, long nowMs)
    {
        bool hasRead = false;
        for (int i = 0; i < _rotated.Count; i++)
        {
            FollowedFile file = _rotated[i];
            hasRead |= Read(file, sink, nowMs, long.MaxValue, out _);
            if (nowMs - file.GrewMs >= _quietMs || _rotated.Count > MaxFiles)
            {
                file.Finish(Taker(sink));
                AddDone(file.Head);
                file.Dispose();
                _rotated.RemoveAt(i--);
            }
        }

        return hasRead;
    }

    private bool Read(FollowedFile file, LineTaker sink, long nowMs, long most, out bool isAtEnd)
    {
        if (!file.IsWhole())
        {
            Refill(file, sink);
        }

        long read = file.Read(_block, most, Taker(sink));
        isAtEnd = read < most;
        file.GrewMs = read > 0 ? nowMs : file.GrewMs;
        return read > 0;
    }

    // The file was emptied: what had not been read of it is in the copy that was made before.
    private void Refill(FollowedFile file, LineTaker sink)
    {
        if (file.TryGoToEnd())
        {
            return;
        }

        Counters.Emptied++;
        FollowedPosition position = file.Position;
        if (position.Head.Length > 0 && !RotatedFiles.Of(_path).Reverse().Any(copy => RotatedFiles.TryRead(copy, position, _block, _maxLine, Taker(sink))))
        {
            Counters.CopiesMissing++;
        }

        AddDone(position.Head);
        file.StartOver();

        // It may have been emptied more than once.
        CatchUp(sink);
    }

    private bool TryOpen(long nowMs)
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        _current = FollowedFile.Open(_path, _maxLine);
        _current.GrewMs = nowMs;
        return true;
    }

    // A file that was being read: it has its name, or another by rename, or is gone but for a copy of its content.
    private void Resume(FollowedPosition position, LineTaker sink)
    {
        if (position.Head.Length == 0)
        {
            // Nothing was read of it: an inode alone, which may be another file's by now, tells too little.
            return;
        }

        FileIdentity identity = new(position.Device, position.Inode);
        IReadOnlyList<string> rotated = RotatedFiles.Of(_path);
        foreach (string file in rotated.Append(_path).Reverse().Where(file => !identity.IsKnown || FileIdentity.Of(file) == identity))
        {
            if (TryOpenAt(file, position) is FollowedFile open)
            {
                if (file == _path)
                {
                    _current = open;
                }
                else
                {
                    _rotated.Add(open);
                }

                return;
            }
        }

        if (!rotated.Reverse().Any(file => RotatedFiles.TryRead(file, position, _block, _maxLine, Taker(sink))))
        {
            Counters.FilesMissing++;
        }

        AddDone(position.Head);
    }

    private FollowedFile? TryOpenAt(string file, FollowedPosition position)
    {
        try
        {
            return FollowedFile.OpenAt(file, position, _maxLine);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Rotated files that nobody has read any of: more than one rotation passed since the last turn.
    private void CatchUp(LineTaker sink)
    {
        foreach (string file in RotatedFiles.Of(_path))
        {
            byte[] beginning = RotatedFiles.Beginning(file);
            if (beginning.Length == 0 || _done.Any(print => print.Length > 0 && print.Fits(beginning)) || IsOpen(file, beginning))
            {
                continue;
            }

            if (RotatedFiles.TryRead(file, null, _block, _maxLine, Taker(sink)))
            {
                Counters.CaughtUp++;
                AddDone(FilePrint.Of(beginning));
            }
        }
    }

    private bool IsOpen(string path, byte[] beginning)
    {
        FileIdentity identity = FileIdentity.Of(path);
        return _rotated.Append(_current).OfType<FollowedFile>()
            .Any(file => (identity.IsKnown && file.Identity == identity) || file.BeginsLike(beginning));
    }

    private void AddDone(FilePrint head)
    {
        HasMoved = true;
        if (head.Length > 0)
        {
            _done.Add(head);
            if (_done.Count > MaxDone)
            {
                _done.RemoveAt(0);
            }
        }
    }

    private LineTaker Taker(LineTaker sink) => line =>
    {
        Counters.Lines++;
        sink(line);
    };
}
