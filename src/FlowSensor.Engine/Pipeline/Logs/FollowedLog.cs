using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.Logs.Following;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Pipeline.Logs;

/// <summary>An entry of <c>inputs.logs</c> at work: the follower, and what reads the headers of its lines.</summary>
internal sealed class FollowedLog : IDisposable
{
    // logrotate has the writer open the new file within seconds (postrotate, HUP).
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly LogFollower _follower;
    private readonly LogClock _clock;
    private readonly LogHeaderReader _headers;
    private readonly LineTaker _take;
    private readonly ILogLineSink _sink;
    private readonly bool _isFollowed;
    private bool _isDone;
    private bool _isChanged;

    /// <summary>Makes it ready; nothing is read yet.</summary>
    internal FollowedLog(LogInputOptions options, TimeZoneInfo zone, ILogLineSink sink)
    {
        _follower = new LogFollower(options.Path!, LogLineReader.DefaultMaxLine, Quiet);
        _clock = new LogClock(options.TimeZone ?? zone, year: null, referenceMs: 0);
        _headers = new LogHeaderReader(_clock, options.Format);
        _isFollowed = options.Follow;
        Servers = options.Server is { } server ? [server] : [];
        _sink = sink;
        _take = Take;
    }

    internal string Path => _follower.Path;

    /// <summary>The server that the log is of, where it is configured.</summary>
    internal IReadOnlyList<IpAddress> Servers { get; }

    internal FollowCounters Counters => _follower.Counters;

    internal string? Trouble => _follower.Trouble;

    /// <summary>Goes on where the store left off.</summary>
    internal void Begin(string? state, long nowMs)
    {
        _clock.ReferenceMs = nowMs;
        _follower.Begin(state is null ? null : FollowState.FromJson(state), _take);
        _isChanged = true;
    }

    /// <summary>Reads what is new.</summary>
    internal bool Turn(long nowMs, long ticksMs)
    {
        if (_isDone)
        {
            return false;
        }

        _clock.ReferenceMs = nowMs;
        bool hasRead = _follower.Turn(_take, ticksMs);
        if (!hasRead && !_isFollowed && _follower.Trouble is null)
        {
            _follower.Finish(_take);
            _isDone = true;
            _isChanged = true;
        }

        _isChanged |= hasRead;
        return hasRead;
    }

    /// <summary>How far it has been read, where that changed since the last time.</summary>
    internal (string Path, string State)? TakePosition()
    {
        if (!_isChanged && !_follower.HasMoved)
        {
            return null;
        }

        _isChanged = false;
        _follower.HasMoved = false;
        return (_follower.Path, _follower.State.ToJson());
    }

    /// <inheritdoc/>
    public void Dispose() => _follower.Dispose();

    private void Take(ReadOnlySpan<byte> line)
    {
        _headers.Read(line, out LogHeader header);
        _sink.OnLine(header, line);
    }
}
