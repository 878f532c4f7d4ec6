namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>What became of what was sent: messages = handed on + queue_full + not_allowed. Counted by several threads.</summary>
public sealed class SyslogCounters
{
    private long _messages;
    private long _queueFull;
    private long _notAllowed;
    private long _cut;
    private long _connections;
    private long _refused;
    private long _idle;
    private long _tlsFailed;

    /// <summary>Messages received.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Datagrams dropped because the reading thread was behind; on TCP senders wait instead.</summary>
    public long QueueFull => Interlocked.Read(ref _queueFull);

    /// <summary>Datagrams and connections from addresses that may not send.</summary>
    public long NotAllowed => Interlocked.Read(ref _notAllowed);

    /// <summary>Messages of which something was dropped because they were too long.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <summary>Connections accepted.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Connections closed at once because there were too many.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections closed because they brought nothing for too long.</summary>
    public long Idle => Interlocked.Read(ref _idle);

    /// <summary>Connections that did not get through the TLS handshake.</summary>
    public long TlsFailed => Interlocked.Read(ref _tlsFailed);

    internal void CountMessages(int count) => Interlocked.Add(ref _messages, count);

    internal void CountQueueFull() => Interlocked.Increment(ref _queueFull);

    internal void CountNotAllowed() => Interlocked.Increment(ref _notAllowed);

    internal void CountCut(long count) => Interlocked.Add(ref _cut, count);

    internal void CountConnection() => Interlocked.Increment(ref _connections);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountIdle() => Interlocked.Increment(ref _idle);

    internal void CountTlsFailed() => Interlocked.Increment(ref _tlsFailed);
}
