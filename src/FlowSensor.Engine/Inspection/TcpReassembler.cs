using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Puts TCP sessions together within fixed memory. Attempts cost sixteen octets in a table of fixed size; a session gets a slot
/// when its handshake is complete or its first octets come. Octets before the next expected one are dropped as repeated, octets
/// after it wait; when the receiver has acknowledged what the capture lacks, or too much waits, the gap is skipped and noted.
/// </summary>
internal sealed class TcpReassembler
{
    private readonly ISessionSink _sink;
    private readonly TcpSessionTable _table;
    private readonly HandshakeTable _handshakes;
    private readonly SegmentPool _pool;
    private readonly OctetOrder _octets;

    // Where a session is found is nobody's business; what is counted does not depend on it.
    private readonly ulong _secret = (ulong)Random.Shared.NextInt64();
    private readonly long _timeout;
    private readonly long _closedTimeout;

    public TcpReassembler(InspectionOptions options, ISessionSink sink)
    {
        _sink = sink;
        _table = new TcpSessionTable(options.MaxSessions);
        _handshakes = new HandshakeTable(options.MaxHandshakes, options.Seed);
        _pool = new SegmentPool(options.MaxWaitingOctets);
        _timeout = (long)options.SessionTimeout.TotalMilliseconds;
        _closedTimeout = (long)options.ClosedTimeout.TotalMilliseconds;
        _octets = new OctetOrder(options, sink, _pool, Counters);
    }

    public ReassemblyCounters Counters { get; } = new();

    public int Sessions => _table.Count;

    public int WaitingBlocks => _pool.InUse;

    public long HandshakesPushedOut => _handshakes.PushedOut;

    /// <summary>The hash of a session that <see cref="Add"/> wants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint HashOf(in SessionKey key) => (uint)key.Hash(_secret);

    /// <summary>Begins to fetch what <see cref="Expect"/> reads.</summary>
    public void Fetch(uint hash) => _table.Fetch(hash);

    /// <summary>Begins to fetch the session of a segment that comes soon, and tells where it most likely is; -1 for none.</summary>
    public int Expect(uint hash) => _table.Expect(hash);

    /// <summary>Begins to fetch what the session leads to, or, where there is none yet, what becomes one.</summary>
    public void Approach(in SessionKey key, int slot)
    {
        if (_table.TryApproach(slot, out SessionRows rows))
        {
            _sink.Expect(rows);
        }
        else
        {
            _handshakes.Fetch(key);
            _sink.ExpectOpening(key);
        }
    }

    /// <summary>Takes one segment of a session whose server side is known.</summary>
    /// <param name="key">The session.</param>
    /// <param name="hash">Of <see cref="HashOf"/>.</param>
    /// <param name="expected">What <see cref="Expect"/> said, at any time before; -1 where it was not asked.</param>
    /// <param name="segment">Its header.</param>
    /// <param name="fromClient">Which way it goes.</param>
    /// <param name="payload">Its octets as captured.</param>
    /// <param name="timeMs">Capture time, Unix milliseconds.</param>
    public void Add(
        in SessionKey key, uint hash, int expected, in TcpSegment segment, bool fromClient, ReadOnlySpan<byte> payload, long timeMs)
    {
        Counters.Segments++;
        Expire(timeMs, 2);
        int slot = _table.Find(key, hash, expected);
        if (segment.Has(TcpSegment.Syn))
        {
            AddSyn(segment, fromClient, key, slot, timeMs);
            return;
        }

        if (slot >= 0 && _table[slot].State == SessionState.Closed)
        {
            // An attempt seen since then makes it a new session that reuses the port.
            if (!fromClient || !_handshakes.TryComplete(key, segment.Sequence))
            {
                return;
            }

            _table.Remove(slot);
            slot = Open(key, hash, timeMs, isEstablished: true);
        }
        else if (slot < 0)
        {
            slot = TryOpen(segment, fromClient, key, hash, timeMs);
            if (slot < 0)
            {
                Counters.Stray++;
                return;
            }
        }

        else if (_table[slot].HasNewAttempt && fromClient && _handshakes.TryComplete(key, segment.Sequence))
        {
            // The end of the old session is missing from the capture and its port is used again.
            Close(ref _table[slot], timeMs);
            _table.Remove(slot);
            slot = Open(key, hash, timeMs, isEstablished: true);
        }

        _table.Touch(slot, timeMs);
        ref TcpSession session = ref _table[slot];
        Advance(ref session, segment, fromClient, payload, timeMs);
        if (segment.Has(TcpSegment.Rst) || IsOver(session))
        {
            Close(ref session, timeMs);
            Counters.Closed++;
        }
    }

    /// <summary>Ends sessions whose time is over, at most <paramref name="atMost"/> of them.</summary>
    public void Expire(long timeMs, int atMost)
    {
        for (; atMost > 0 && _table.Oldest >= 0; atMost--)
        {
            int slot = _table.Oldest;
            ref TcpSession session = ref _table[slot];
            long age = timeMs - session.LastSeen;
            if (age < (session.State == SessionState.Closed ? _closedTimeout : _timeout))
            {
                return;
            }

            if (session.State == SessionState.Open)
            {
                Counters.TimedOut++;
                Close(ref session, timeMs);
            }

            _table.Remove(slot);
        }
    }

    /// <summary>Ends every session: the capture is over.</summary>
    public void CloseAll(long timeMs)
    {
        while (_table.Oldest >= 0)
        {
            int slot = _table.Oldest;
            if (_table[slot].State == SessionState.Open)
            {
                Close(ref _table[slot], timeMs);
            }

            _table.Remove(slot);
        }
    }

    private void AddSyn(in TcpSegment segment, bool fromClient, in SessionKey key, int slot, long timeMs)
    {
        // SYN+ACK leaves no trace: the client's answer to it says more.
        if (!fromClient || segment.Has(TcpSegment.Ack))
        {
            return;
        }

        Counters.Attempts++;
        if (slot >= 0 && _table[slot].State == SessionState.Open && _table[slot].Client.IsKnown
            && _table[slot].Client.NextSequence == segment.Sequence + 1)
        {
            return;
        }

        if (slot >= 0)
        {
            _table[slot].HasNewAttempt = true;
        }

        _handshakes.Add(key, segment.Sequence, timeMs);
    }

    private int TryOpen(in TcpSegment segment, bool fromClient, in SessionKey key, uint hash, long timeMs)
    {
        if (segment.Has(TcpSegment.Rst))
        {
            return -1;
        }

        if (fromClient && segment.Has(TcpSegment.Ack) && _handshakes.TryComplete(key, segment.Sequence))
        {
            int slot = Open(key, hash, timeMs, isEstablished: true);
            ref TcpSession session = ref _table[slot];
            session.Client.IsKnown = true;
            session.Client.NextSequence = segment.Sequence;
            session.Server.IsKnown = true;
            session.Server.NextSequence = segment.Acknowledgment;
            return slot;
        }

        // The ACK of the handshake may be missing from the capture, or the whole handshake: octets are proof enough.
        return segment.PayloadLength > 0 && segment.Has(TcpSegment.Ack) ? Open(key, hash, timeMs, isEstablished: false) : -1;
    }

    private int Open(in SessionKey key, uint hash, long timeMs, bool isEstablished)
    {
        if (_table.IsFull)
        {
            int oldest = _table.Oldest;
            if (_table[oldest].State == SessionState.Open)
            {
                Counters.Evicted++;
                Close(ref _table[oldest], timeMs);
            }

            _table.Remove(oldest);
        }

        int slot = _table.Add(key, hash, timeMs);
        ref TcpSession session = ref _table[slot];
        session.IsEstablished = isEstablished;
        Counters.Opened++;
        Counters.OpenedMidstream += isEstablished ? 0 : 1;
        _sink.OnOpened(ref session, timeMs);
        return slot;
    }

    private void Advance(ref TcpSession session, in TcpSegment segment, bool fromClient, ReadOnlySpan<byte> payload, long timeMs)
    {
        ref HalfStream sent = ref (fromClient ? ref session.Client : ref session.Server);
        ref HalfStream answered = ref (fromClient ? ref session.Server : ref session.Client);
        if (segment.Has(TcpSegment.Ack))
        {
            answered.Acknowledged = answered.HasAcknowledged && !SequenceOrder.IsBefore(answered.Acknowledged, segment.Acknowledgment)
                ? answered.Acknowledged
                : segment.Acknowledgment;
            answered.HasAcknowledged = true;
        }

        if (segment.Has(TcpSegment.Fin))
        {
            sent.HasFin = true;
            sent.FinSequence = segment.Sequence + (uint)segment.PayloadLength;
        }

        if (segment.PayloadLength > 0)
        {
            sent.Octets += segment.PayloadLength;
            sent.DataSegments++;
            if (!session.IsOpaque)
            {
                _octets.Deliver(ref session, ref sent, segment, fromClient, payload, timeMs);
            }
        }

        if (!session.IsOpaque && answered.FirstWaiting >= 0)
        {
            _octets.SkipWhatWasAcknowledged(ref session, ref answered, !fromClient, timeMs);
        }
    }

    private void Close(ref TcpSession session, long timeMs)
    {
        _octets.Flush(ref session, ref session.Client, fromClient: true, timeMs);
        _octets.Flush(ref session, ref session.Server, fromClient: false, timeMs);
        _sink.OnClosed(ref session, timeMs);
        session.State = SessionState.Closed;
    }

    private static bool IsOver(in TcpSession session) => IsOver(session.Client) && IsOver(session.Server);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOver(in HalfStream half) =>
        half.HasFin && (!half.IsKnown || !SequenceOrder.IsBefore(half.NextSequence, half.FinSequence) || half.HasAcknowledged && !SequenceOrder.IsBefore(half.Acknowledged, half.FinSequence));
}
