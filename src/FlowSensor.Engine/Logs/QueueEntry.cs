using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs;

/// <summary>A message between the line that opened it and the one that removes it.</summary>
internal struct QueueEntry
{
    /// <summary>Hash of server and queue id; 0 for a free place.</summary>
    public ulong Key;

    /// <summary>When it was seen last.</summary>
    public long TimeMs;

    /// <summary>The server of the session that opened it.</summary>
    public IpAddress Server;

    /// <summary>The client that brought it; none for what was made here.</summary>
    public IpAddress Client;

    /// <summary>Hash of its sender.</summary>
    public ulong Sender;

    /// <summary>Hash of queue id and relay of its last delivery.</summary>
    public ulong LastRelay;

    /// <summary>True once a session opened it.</summary>
    public bool IsOpened;

    /// <summary>True once it was in the queue whole.</summary>
    public bool IsQueued;

    /// <summary>True when it came on a submission port.</summary>
    public bool IsSubmission;
}
