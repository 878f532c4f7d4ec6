namespace FlowSensor.Engine.Inspection;

/// <summary>Takes the octets of sessions, in order within a direction, and in the order of the capture between them.</summary>
internal interface ISessionSink
{
    /// <summary>A segment of a session comes soon whose hosts are counted in these places.</summary>
    void Expect(in SessionRows rows);

    /// <summary>A segment of a session that is not followed yet comes soon.</summary>
    void ExpectOpening(in SessionKey key);

    /// <summary>A session is followed from now on: its handshake is complete, or its first octets came without one.</summary>
    void OnOpened(ref TcpSession session, long timeMs);

    /// <summary>Next octets of one direction. Valid during the call only.</summary>
    void OnData(ref TcpSession session, bool fromClient, ReadOnlySpan<byte> data, long timeMs);

    /// <summary>Octets that the capture lacks lie before the next ones.</summary>
    void OnGap(ref TcpSession session, bool fromClient, long octets, long timeMs);

    /// <summary>The session ended, timed out or was evicted.</summary>
    void OnClosed(ref TcpSession session, long timeMs);
}
